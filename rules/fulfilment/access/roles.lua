-- Packs and sends. Prices are nobody's business on the shelf, and what parcels and receipts book on
-- orders and stock is not typed in by hand.
access "warehouse" {
  label = "Warehouse",

  SalesOrder     = { read = true, hide = { "net" } },
  SalesOrderLine = { read = true, hide = { "price", "discount", "net" } },
  Shipment       = { create = true, read = true, update = true, readonly = { "left_open" } },
  ShipmentLine   = { create = true, read = true, update = true, delete = "shipment.status == 'draft'" },
  StockReceipt   = { create = true, read = true, update = true },
  StockLevel     = { read = true, update = true, readonly = { "product", "warehouse" } },
}

-- Buys from suppliers; is asked when stock runs low. Says how much is too little, not what it costs.
access "buyer" {
  label = "Buyer",

  Product      = { read = true, update = true, readonly = { "code", "name", "list_price", "discontinued" } },
  StockLevel   = { read = true, update = true, readonly = { "product", "warehouse", "available" } },
  StockReceipt = { read = true },
}

-- Sees what became of a deal; an order that waits can still be changed.
access "seller" {
  SalesOrder = {
    read   = "owner == me() or owner in my_reports() or owner.team in my_teams() or shared()",
    update = "(owner == me() or owner in my_reports()) and status == 'open'",
  },
  SalesOrderLine = {
    read   = "order.owner == me() or order.owner in my_reports() or order.owner.team in my_teams() or shared(order)",
    update = "(order.owner == me() or order.owner in my_reports()) and order.status == 'open'",
    readonly = { "shipped" },
  },
  Shipment     = { read = "order.owner == me() or order.owner in my_reports() or order.owner.team in my_teams()" },
  ShipmentLine = { read = "shipment.order.owner == me() or shipment.order.owner in my_reports() or shipment.order.owner.team in my_teams()" },
}

access "sales_manager" {
  SalesOrder = {
    create = true,
    read   = "owner is empty or owner == me() or owner in my_reports() or owner.team in my_teams() or shared()",
    update = "(owner is empty or owner == me() or owner in my_reports()) and status in {'open', 'partly_shipped'}",
  },
  SalesOrderLine = {
    create   = "order.owner is empty or order.owner == me() or order.owner in my_reports()",
    read     = "order.owner is empty or order.owner == me() or order.owner in my_reports() or order.owner.team in my_teams() or shared(order)",
    update   = "order.owner is empty or order.owner == me() or order.owner in my_reports()",
    delete   = "(order.owner is empty or order.owner == me() or order.owner in my_reports()) and order.status == 'open'",
    readonly = { "shipped" },
  },
  Shipment     = { read = true },
  ShipmentLine = { read = true },
}

access "finance" {
  SalesOrder     = { read = true },
  SalesOrderLine = { read = true },
  Shipment       = { read = true },
}

-- Whoever promises a day has to know what is there.
access "everyone" {
  Warehouse  = { read = true },
  StockLevel = { read = true },
}
