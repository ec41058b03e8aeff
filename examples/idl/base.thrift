/**
 * What every request and response carries, and the errors that every service may throw.
 * This file is as it should be: nothing is found in it.
 */
namespace go example.base
namespace js example.base

struct Base {
  1: optional string log_id
  2: optional string caller
  3: optional map<string, string> extra
}

struct BaseResp {
  1: required i32 code
  2: optional string message
}

/** There is no such thing, or the caller may not see it. */
exception NotFound {
  1: required string message
  2: optional string resource
}

/** The request itself is wrong; sending it again will not help. */
exception InvalidArgument {
  1: required string message
  2: optional string field
}
