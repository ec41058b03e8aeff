namespace go example.order
namespace js example.order

include "base.thrift"
include "user.thrift"
include "payment.thrift"
include "shipping.thrift"

const i32 maxItems = 100
const i8 DEFAULT_PRIORITY = 300

struct OrderItem {
  1: required i64 sku_id
  3: required i32 quantity
  2: optional i64 price_in_cents
}

/** An order with everything that belongs to it. */
struct Order {
  1: required i64 order_id
  2: required i64 user_id
  3: required list<OrderItem> items
  4: optional payment.Payment payment
  7: optional string remark
  8: optional map<OrderItem, i32> reserved
}

/** What changed; one of them. */
union OrderEvent {
  1: required Order created
  2: Order cancelled
}

struct CreateOrderRequest {
  1: required i64 user_id (api.body = "user_id")
  2: required list<OrderItem> items (api.body = "items")
  255: optional base.Base Base
}

struct CreateOrderResponse {
  1: required Order order
  255: optional base.BaseResp BaseResp
}

struct GetOrderRequest {
  1: required i64 order_id (api.path = "id")
  255: optional base.Base Base
}

struct GetOrderResponse {
  1: required Order order
  255: optional base.BaseResp BaseResp
}

service OrderService {
  CreateOrderResponse CreateOrder(1: CreateOrderRequest req) (api.post = "/v1/orders")

  GetOrderResponse GetOrder(1: GetOrderRequest req) throws (1: base.NotFound not_found) (api.get = "/v1/orders/:order_id")

  GetOrderResponse GetLatestOrder(1: GetOrderRequest req) (api.Get = "/v1/orders/latest")

  void ReportOrderViewed(1: i64 order_id)
}
