-- What the files know and our objects do not. The numbers are the files' own keys.

extend "User" {
  integer "employee_number",
  text    "first_name" { max = 60 },
  text    "last_name"  { max = 60 },
  text    "job_title"  { max = 80 },
  date    "hired_on",

  unique { "employee_number" },
}

extend "Account" {
  text "customer_code" { max = 10 },
  text "fax"           { max = 40 },

  unique { "customer_code" },
}

extend "Product" {
  integer   "product_number",
  reference "category"      { to = "Category", on_delete = "restrict" },
  reference "supplier"      { to = "Supplier", on_delete = "restrict" },
  integer   "reorder_level" { min = 0, help = "Reorder when this many pieces or fewer are left." },

  unique { "product_number" },
}

extend "SalesOrder" {
  integer   "order_number",
  reference "carrier"          { to = "Carrier", on_delete = "restrict" },
  money     "freight"          { min = 0 },
  text      "ship_name"        { max = 80 },
  text      "ship_street"      { max = 120 },
  text      "ship_city"        { max = 40 },
  text      "ship_region"      { max = 40 },
  text      "ship_postal_code" { max = 20 },
  text      "ship_country"     { max = 40 },

  unique { "order_number" },
}
