-- Name the line of the order, or only the product: the first open line of that product is meant.
object "ShipmentLine" {
  label = "Shipment line", title = "{quantity} × {product}",

  reference "shipment"   { to = "Shipment", required = true, on_delete = "cascade" },
  reference "order_line" { to = "SalesOrderLine", required = true, on_delete = "restrict" },
  reference "product"    { to = "Product", required = true },
  integer   "quantity"   { required = true, min = 1 },
}
