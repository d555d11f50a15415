object "SalesOrderLine" {
  label = "Order line", title = "{quantity} × {product}",

  reference "order"    { to = "SalesOrder", required = true, on_delete = "cascade" },
  reference "product"  { to = "Product", required = true },
  integer   "quantity" { required = true, min = 1 },
  money     "price"    { min = 0, help = "For one piece, before discount." },
  decimal   "discount" { scale = 4, min = 0, max = 1, default = 0,
                         help = "A fraction: 0.15 is fifteen percent off." },
  integer   "shipped"  { min = 0, default = 0, help = "Pieces that have left. Parcels book it." },
  integer   "open"     { formula = "quantity - shipped" },
  money     "net"      { formula = "quantity * price * (1 - discount)", scale = 4 },

  index { "order", "product" },
}
