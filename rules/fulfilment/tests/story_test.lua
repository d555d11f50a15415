-- The story of an order, told step by step. On the command line it goes like this; wes has the role
-- warehouse, bea is the buyer, ann the seller:
--
--   tidegate act "Make order" Opportunity/code=OPP-2026-0001 --as ann --key make-1
--   tidegate create Shipment order=code:SO-2026-0001 warehouse=code:CHI --as wes
--   tidegate create ShipmentLine shipment=code:SHP-2026-0001 product=code:P-100 quantity=6 --as wes
--   tidegate move Shipment/code=SHP-2026-0001 packed --as wes
--   tidegate move Shipment/code=SHP-2026-0001 dispatched --as wes --key parcel-1   (twice: one mail)
--   tidegate act "Ship" SalesOrder/code=SO-2026-0001 --as wes --key parcel-2      (the rest: final mail)
--   tidegate alerts; tidegate tasks --as bea                                     (one of each)
--   tidegate create StockReceipt product=code:P-100 warehouse=code:CHI quantity=20 --as wes

local function won_deal()
  user "ann" { roles = { "seller" } }
  user "wes" { roles = { "warehouse" } }
  user "bea" { roles = { "buyer" } }
  user "fay" { roles = { "finance" } }
  local customer = account "Northlake" {}
  create "Contact" { name = "Grace", account = customer, email = "grace@northlake.example", wants_notice = true }
  create "Contact" { name = "Tom", account = customer, email = "tom@northlake.example" }
  local pump = product "Pump" { code = "P-100", list_price = 1250, safety_stock = 8 }
  create "StockLevel" { product = pump, warehouse = warehouse "Chicago" { code = "CHI" }, available = 14 }
  local deal = create "Opportunity" {
    name = "Station 4", account = customer, owner = user "ann", stage = "won", amount = 12500, discount = 10,
  }
  create "OpportunityLine" { opportunity = deal, product = pump, quantity = 10 }
  return deal
end

test "the whole story: an order, two parcels, two mails, one alert, one receipt" {
  given = won_deal,
  run = function(deal)
    local grace = db.Contact:first("name == 'Grace'")
    local pump, chicago = product "Pump", warehouse "Chicago"
    local stock = db.StockLevel:first("product == ?", db.Product:first("code == 'P-100'"))

    local made = act("Make order", deal, { as = "ann" })
    expect(made):done()
    local order = made.value
    expect(order.status):is("open")
    expect(order.open_quantity):is(10)
    expect(order.net):is(dec(11250))

    local parcel = create "Shipment" { order = order, warehouse = chicago }
    create "ShipmentLine" { shipment = parcel, product = pump, quantity = 6 }
    expect(move(parcel, "packed", { as = "wes" })):done()
    expect(move(parcel, "dispatched", { as = "wes" })):done()
    expect(move(parcel, "dispatched", { as = "wes" })):done()
    expect(mail):sent { to = grace, count = 1, subject = "parcel 1 is on its way" }
    expect(order.status):is("partly_shipped")
    expect(stock.available):is(8)

    expect(act("Ship", order, { as = "wes" })):done()
    expect(mail):sent { to = grace, count = 2 }
    expect(mail):sent { to = grace, count = 1, subject = "is complete" }
    expect(mail):sent { to = "tom@northlake.example", count = 0 }
    expect(order.status):is("shipped")
    expect(order.shipped_on):is(today())

    expect(stock.available):is(4)
    expect(stock):raised "safety stock"
    expect(db.Task:count("state == 'open' and assignee == ?", db.User:first("login == 'bea'"))):is(1)

    expect(try_create "StockReceipt" { product = pump, warehouse = chicago, quantity = 20 }):done()
    expect(stock.available):is(24)
    expect(stock):cleared "safety stock"
    expect(db.Task:count("state == 'open'")):is(0)
  end,
}

test "a deal becomes an order once, and only when it is won" {
  given = won_deal,
  run = function(deal)
    expect(act("Make order", deal, { as = "fay" })):refused "action.forbidden"
    expect(act("Make order", deal, { as = "wes" })):refused "record.not_found"
    expect(act("Make order", deal, { as = "ann" })):done()
    expect(act("Make order", deal, { as = "ann" })):refused "action.disabled"
    expect(#deal.orders):is(1)

    local open = create "Opportunity" { name = "Station 5", account = deal.account, owner = deal.owner }
    expect(act("Make order", open, { as = "ann" })):refused "action.disabled"
  end,
}

test "an order carries the deal's prices, and its percent as a fraction" {
  given = won_deal,
  run = function(deal)
    local line = act("Make order", deal, { as = "ann" }).value.lines[1]
    expect(line.price):is(dec(1250))
    expect(line.discount):is(10)
    expect(line.net):is(dec(11250))
  end,
}
