-- Goods that came in. Saving one books it; changing its quantity books the difference.
object "StockReceipt" {
  label = "Stock receipt", title = "{code}: {quantity} × {product}",

  autonumber "code"        { format = "REC-{yyyy}-{0000}" },
  reference  "product"     { to = "Product", required = true },
  reference  "warehouse"   { to = "Warehouse", required = true },
  integer    "quantity"    { required = true, min = 0 },
  date       "received_on" { default = "today()" },
  text       "note"        { max = 200 },
}
