-- products.csv. It has no codes: sales makes them from the names.

import "crm_sales/products" {
  into    = "Product",
  columns = { product = "name", series = "series", sales_price = "list_price" },
  key     = { "name" },
}
