-- A parcel: some pieces of one order, from one warehouse.
object "Shipment" {
  label = "Shipment", title = "{code}",

  autonumber "code"          { format = "SHP-{yyyy}-{0000}" },
  reference  "order"         { to = "SalesOrder", required = true, on_delete = "restrict" },
  integer    "number"        { min = 1, help = "1 for the first parcel of its order, 2 for the next." },
  reference  "warehouse"     { to = "Warehouse", required = true },
  choice     "status"        { values = { "draft", "packed", "dispatched", "cancelled" }, default = "draft" },
  date       "dispatched_on",
  integer    "left_open"     { help = "Pieces of the order that stayed open when it left." },
  text       "tracking"      { max = 80, help = "The carrier's number for it." },
  children   "lines"         { of = "ShipmentLine.shipment" },

  unique { "order", "number" },
}
