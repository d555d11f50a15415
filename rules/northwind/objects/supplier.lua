object "Supplier" {
  label = "Supplier",

  integer  "number"         { required = true },
  text     "name"           { required = true, max = 80 },
  text     "contact"        { max = 80 },
  text     "contact_title"  { max = 80 },
  text     "street"         { max = 120 },
  text     "city"           { max = 40 },
  text     "region"         { max = 40 },
  text     "postal_code"    { max = 20 },
  text     "country"        { max = 40 },
  phone    "phone",
  text     "fax"            { max = 40 },
  children "products"       { of = "Product.supplier" },

  unique { "number" },
}
