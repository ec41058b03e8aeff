namespace go example.user
namespace js example.user

include "base.thrift"

enum UserStatus {
  ACTIVE
  SUSPENDED
  deleted = 5
}

struct User {
  1: required i64 userId
  2: required string name
  3: string email
  4: optional UserStatus status = UserStatus.ACTIVE
  5: optional string created_at
  6: optional list<Adress> addresses
  7: optional byte age
}

struct Address {
  1: required string street
  2: required string city
  2: optional string zip_code
  4: optional string country = 86
}

struct GetUserRequest {
  1: required i64 user_id
  255: optional base.Base Base
}

struct GetUserResponse {
  1: required User user
  255: optional base.BaseResp BaseResp
}

struct UserQuery {
  1: optional string name_prefix
  2: optional i32 limit = 20
  255: optional base.Base Base
}

struct SearchUsersResponse {
  1: required list<User> users
  255: optional base.BaseResp BaseResp
}

exception UserLocked {
  1: optional i64 until
}

service UserService {
  GetUserResponse GetUser(1: GetUserRequest req) throws (1: base.NotFound not_found)

  SearchUsersResponse SearchUsers(1: UserQuery req) throws (1: base.InvalidArgument invalid)

  void lockUser(1: required i64 user_id, 2: i64 until) throws (1: UserLocked locked, 2: Address address)

  oneway bool NotifyLogin(1: i64 user_id)
}
