-- One product of a deal.
object "OpportunityLine" {
  label = "Line", title = "{quantity} × {product}",

  reference "opportunity" { to = "Opportunity", required = true, on_delete = "cascade" },
  reference "product"     { to = "Product", required = true },
  integer   "quantity"    { min = 1, default = 1 },
  money     "price"       { min = 0, total = false, help = "For one piece; from the list when left empty." },
  money     "total"       { formula = "quantity * price" },
}
