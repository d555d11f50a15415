object "SalesOrderLine" {
  label = "Order line", title = "{quantity} × {product}",

  reference "order"    { to = "SalesOrder", required = true, on_delete = "cascade" },
  reference "product"  { to = "Product", required = true },
  integer   "quantity" { required = true, min = 1 },
  money     "price"    { min = 0, total = false, help = "For one piece, before discount." },
  percent   "discount" { min = 0, max = 100, default = 0 },
  integer   "shipped"  { min = 0, default = 0, help = "Pieces that have left. Parcels book it." },
  integer   "open"     { formula = "quantity - shipped" },
  money     "net"      { formula = "quantity * price * (100 - discount) / 100", scale = 4 },

  index { "order", "product" },
}
