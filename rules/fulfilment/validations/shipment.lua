validation "Shipment" "The order waits for parcels" {
  must = "order.status in {'open', 'partly_shipped'} or status in {'dispatched', 'cancelled'}",
  say  = "{order} is {order.status}.",
  at   = "order",
}

-- What was booked with the parcel is what stands on it. The carrier's number may come later.
validation "Shipment" "What has left stays as it is" {
  must = "old.status is empty or old.status not in {'dispatched', 'cancelled'} or not (changed(order) or changed(number) or changed(warehouse) or changed(dispatched_on) or changed(left_open))",
  say  = "{code} is {status}; only its tracking number can change.",
}

-- Its pieces are booked on the order and out of the stock.
validation "Shipment" "What has left is not deleted" {
  on   = { "delete" },
  must = "status != 'dispatched'",
  say  = "{code} has left; it stays as the proof of what was sent.",
}
