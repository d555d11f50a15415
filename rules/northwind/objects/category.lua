object "Category" {
  label = "Category", plural = "Categories",

  integer  "number"      { required = true },
  text     "name"        { required = true, max = 60 },
  text     "description" { max = 200 },
  children "products"    { of = "Product.category" },

  unique { "number" },
}
