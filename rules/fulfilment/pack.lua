-- From the signature to the customer's door: orders, parcels, and the stock they come from.
pack "fulfilment" {
  version  = "1.0.0",
  label    = "Fulfilment",
  requires = { base = "^1.0", sales = "^1.0" },
  samples  = { "roles", "warehouses", "safety_stock", "stock" },
}
