-- What a customer has bought. The status follows the parcels: no one sets it by hand.
object "SalesOrder" {
  label = "Order", title = "{code} {customer}",

  autonumber "code"             { format = "SO-{yyyy}-{0000}" },
  reference  "customer"         { to = "Account", required = true },
  reference  "opportunity"      { to = "Opportunity", on_delete = "restrict" },
  reference  "owner"            { to = "User", default = "me()", on_delete = "clear" },
  choice     "status"           { values = { "open", "partly_shipped", "shipped", "cancelled" }, default = "open" },
  date       "ordered_on"       { default = "today()" },
  date       "wanted_on"        { help = "When the customer needs the goods." },
  date       "promised_on"      { help = "Set by \"Promise\", once stock and goods under way cover the order." },
  date       "shipped_on"       { help = "When the last parcel left." },
  children   "lines"            { of = "SalesOrderLine.order" },
  children   "shipments"        { of = "Shipment.order" },
  integer    "ordered_quantity" { rollup = "sum(lines.quantity)" },
  integer    "shipped_quantity" { rollup = "sum(lines.shipped)" },
  integer    "open_quantity"    { rollup = "sum(lines.open)", help = "Pieces that still have to leave." },
  money      "net"              { rollup = "sum(lines.net)", scale = 4 },

  index { "status" },
  index { "customer" },
}

extend "Opportunity" {
  children "orders" { of = "SalesOrder.opportunity" },
}

extend "Account" {
  children "orders" { of = "SalesOrder.customer" },
}
