validation "Shipment" "The order waits for parcels" {
  must = "order.status in {'open', 'partly_shipped'} or status in {'dispatched', 'cancelled'}",
  say  = "{order} is {order.status}.",
  at   = "order",
}
