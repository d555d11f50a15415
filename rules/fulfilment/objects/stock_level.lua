-- How much of a product lies in a warehouse. Only receipts and parcels move it; a count corrects it.
object "StockLevel" {
  label = "Stock level", title = "{product} · {warehouse}",

  reference "product"   { to = "Product", required = true },
  reference "warehouse" { to = "Warehouse", required = true },
  integer   "available" { default = 0, help = "Pieces that lie there, free to ship." },
  integer   "incoming"  { default = 0, min = 0, help = "Pieces ordered from suppliers, under way." },

  unique { "product", "warehouse" },
}

extend "Product" {
  integer  "safety_stock" { min = 0, help = "Stock and goods under way never fall below it without an alert." },
  children "stock"        { of = "StockLevel.product" },
}
