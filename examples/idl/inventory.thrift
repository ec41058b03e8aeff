/** What lies in the warehouse. `src/inventory.ts` answers for it. */
namespace go example.inventory
namespace js example.inventory

include "base.thrift"

struct CountRequest {
  1: required string article
  255: optional base.Base base
}

struct CountResponse {
  1: required i32 available
  255: optional base.BaseResp base_resp
}

struct ReserveRequest {
  1: required string article
  2: required i32 count
  255: optional base.Base base
}

struct ReserveResponse {
  1: required string reservation
  255: optional base.BaseResp base_resp
}

struct ReleaseRequest {
  1: required string reservation
  255: optional base.Base base
}

struct ReleaseResponse {
  255: optional base.BaseResp base_resp
}

service Inventory {
  CountResponse Count(1: CountRequest req) throws (1: base.NotFound not_found)

  ReserveResponse Reserve(1: ReserveRequest req) throws (1: base.NotFound not_found)

  ReleaseResponse Release(1: ReleaseRequest req)
}
