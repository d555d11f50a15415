import "fulfilment/roles" {
  into    = "UserRole",
  columns = { login = "user.login", role = "role" },
  key     = { "user", "role" },
}

import "fulfilment/warehouses" {
  into    = "Warehouse",
  columns = { code = "code", name = "name", city = "city" },
  key     = { "code" },
}

import "fulfilment/safety_stock" {
  into    = "Product",
  columns = { product = "code", safety_stock = "safety_stock" },
  key     = { "code" },
}

import "fulfilment/stock" {
  into    = "StockLevel",
  columns = {
    product   = "product.code",
    warehouse = "warehouse.code",
    available = "available",
    incoming  = "incoming",
  },
  key     = { "product", "warehouse" },
}
