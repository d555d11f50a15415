-- shippers.csv, orders.csv, order_details.csv. The lines carry their own prices and discounts, so
-- sum(net) over all of them is 1265793.0395, to the last digit.

import "northwind/carriers" {
  into    = "Carrier",
  columns = { shipper_id = "number", company_name = "name", phone = "phone" },
  key     = { "number" },
}

import "northwind/orders" {
  into    = "SalesOrder",
  columns = {
    order_id         = "order_number",
    customer_id      = "customer.customer_code",
    employee_id      = "owner.employee_number",
    order_date       = "ordered_on",
    required_date    = "wanted_on",
    shipped_date     = "shipped_on",
    ship_via         = "carrier.number",
    freight          = "freight",
    ship_name        = "ship_name",
    ship_address     = "ship_street",
    ship_city        = "ship_city",
    ship_region      = "ship_region",
    ship_postal_code = "ship_postal_code",
    ship_country     = "ship_country",
  },
  key     = { "order_number" },
}

import "northwind/order details" {
  into    = "SalesOrderLine",
  columns = {
    order_id   = "order.order_number",
    product_id = "product.product_number",
    unit_price = "price",
    quantity   = "quantity",
    discount   = "discount",
  },
  -- The file has fractions, a line's discount is in percent.
  replace = {
    discount = {
      ["0.01"] = "1", ["0.02"] = "2", ["0.03"] = "3", ["0.04"] = "4", ["0.05"] = "5", ["0.06"] = "6",
      ["0.1"] = "10", ["0.15"] = "15", ["0.2"] = "20", ["0.25"] = "25",
    },
  },
  key     = { "order", "product" },
}
