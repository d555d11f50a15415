access "everyone" {
  Carrier  = { read = true },
  Category = { read = true },
  Supplier = { read = true },

  User     = { readonly = { "employee_number", "hired_on" } },
}

access "buyer" {
  Supplier = { create = true, read = true, update = true },
  Category = { create = true, read = true, update = true },
  Product  = { readonly = { "product_number" } },
}
