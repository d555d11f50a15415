-- Told when the parcel is filled, not when the carrier waits at the door.
validation "ShipmentLine" "Not more than is open" {
  must = "quantity <= order_line.open",
  say  = "At most {order_line.open} of {product} can go in, not {quantity}: no more are open.",
  at   = "quantity",
}

validation "ShipmentLine" "A line of this order" {
  must = "order_line.order == shipment.order and order_line.product == product",
  say  = "The line belongs to another order, or is of another product.",
  at   = "order_line",
}

validation "ShipmentLine" "What has left stays as it is" {
  on   = { "save", "delete" },
  must = "shipment.status == 'draft' and (old.shipment is empty or old.shipment.status == 'draft')",
  say  = "{shipment} is {shipment.status}; only drafts are changed.",
}
