object "Warehouse" {
  label = "Warehouse", title = "{code} {name}",

  text     "code"   { required = true, max = 20 },
  text     "name"   { required = true, max = 120 },
  text     "city"   { max = 80 },
  children "stock"  { of = "StockLevel.warehouse" },

  unique { "code" },
}
