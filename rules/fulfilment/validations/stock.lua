validation "StockLevel" "No less than nothing" {
  must = "available >= 0",
  say  = "{product} cannot have {available} pieces in {warehouse}.",
  at   = "available",
}

validation "StockReceipt" "A receipt keeps its place" {
  must = "old.product is empty or old.product == product and old.warehouse == warehouse",
  say  = "Book the goods out and in again to move them.",
}

-- Its goods are counted in the stock.
validation "StockReceipt" "A receipt stays in the books" {
  on   = { "delete" },
  must = "quantity == 0",
  say  = "{code} is booked; correct its quantity instead.",
}
