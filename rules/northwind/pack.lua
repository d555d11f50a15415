-- A food wholesaler: Microsoft's Northwind, read into the objects of sales and fulfilment.
-- Run the imports in the order of imports/*.lua. They send no mail and waive no gate.
pack "northwind" {
  version  = "1.0.0",
  label    = "Northwind data",
  requires = { base = "^1.0", sales = "^1.0", fulfilment = "^1.0" },
  samples  = { "warehouses" },
}
