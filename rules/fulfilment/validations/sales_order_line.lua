-- Whatever way pieces leave: never more than were ordered.
validation "SalesOrderLine" "Not more than ordered" {
  must = "shipped <= quantity",
  say  = "{shipped} of {product} would have left, but only {quantity} were ordered.",
  at   = "shipped",
}
