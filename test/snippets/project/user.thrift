// What gen-nodejs is made of: `thrift --gen js:node,ts,es6 user.thrift` with Apache Thrift 0.17.

struct User {
  1: required i32 id,
  2: required string name,
}

struct GetUserRequest {
  1: required i32 user_id,
}

struct GetUserResponse {
  1: required User user,
}

exception UserNotFound {
  1: required string message,
  2: optional i32 user_id,
}

service UserService {
  GetUserResponse GetUser(1: GetUserRequest req) throws (1: UserNotFound notFound),
}
