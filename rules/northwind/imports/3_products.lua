-- categories.csv, suppliers.csv, then products.csv twice: once for what a product is, once for how much
-- of it is there. The warehouse is not in the files; data/warehouses.csv of this pack brings it.

import "northwind/categories" {
  into    = "Category",
  columns = { category_id = "number", category_name = "name", description = "description" },
  key     = { "number" },
}

import "northwind/suppliers" {
  into    = "Supplier",
  columns = {
    supplier_id   = "number",
    company_name  = "name",
    contact_name  = "contact",
    contact_title = "contact_title",
    address       = "street",
    city          = "city",
    region        = "region",
    postal_code   = "postal_code",
    country       = "country",
    phone         = "phone",
    fax           = "fax",
  },
  key     = { "number" },
}

import "northwind/products" {
  into    = "Product",
  columns = {
    product_id        = "product_number",
    product_name      = "name",
    supplier_id       = "supplier.number",
    category_id       = "category.number",
    quantity_per_unit = "unit",
    unit_price        = "list_price",
    reorder_level     = "reorder_level",
    discontinued      = "discontinued",
  },
  key     = { "product_number" },
}

import "northwind/warehouses" {
  into    = "Warehouse",
  columns = { code = "code", name = "name", city = "city" },
  key     = { "code" },
}

import "northwind/stock" {
  into    = "StockLevel",
  columns = {
    product_id     = "product.product_number",
    units_in_stock = "available",
    units_on_order = "incoming",
  },
  key     = { "product" },
}
