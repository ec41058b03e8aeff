namespace js example.payment

include "base.thrift"

enum PaymentState {
  PENDING = 0
  PAID = 1
  SETTLED = 1
}

struct Payment {
  1: required i64 payment_id
  2: required PaymentState state
  3: optional base.Base Base
  // thriftwise-disable-next-line idl/field-naming -- the bank's own name for it
  4: optional string bankRef
  5: optional Payment previous
}

struct Data1 {
  1: optional binary payload
}

// thriftwise-disable-next-line idl/field-naming -- was camelCase once
struct Refund {
  1: required i64 refund_id
  2: required Refund parent
}
