-- access/roles.lua: who sees prices, and who moves stock.

local function order()
  user "wes" { roles = { "warehouse" } }
  user "bea" { roles = { "buyer" } }
  user "ann" { roles = { "seller" } }
  local pump = product "Pump" { code = "P-100", list_price = 1250 }
  create "StockLevel" { product = pump, warehouse = warehouse "Chicago" { code = "CHI" }, available = 14 }
  local order = create "SalesOrder" { customer = account "Northlake" {}, owner = user "ann" }
  create "SalesOrderLine" { order = order, product = pump, quantity = 6 }
  return order
end

test "whoever packs sees pieces and no prices" {
  given = order,
  run = function(order)
    expect(order):seen_by("wes", "open_quantity")
    expect(order):hidden_from("wes", "net")
    expect(order.lines[1]):hidden_from("wes", "price")
    expect(order):seen_by("ann", "net")
    expect(order):hidden_from "bea"
  end,
}

test "what left is booked by parcels, typed in by no one" {
  given = order,
  run = function(order)
    expect(update(order.lines[1], { shipped = 6 }, { as = "ann" })):refused "field.readonly"
    expect(update(order.lines[1], { shipped = 6 }, { as = "wes" })):refused "access.update"
    expect(act("Ship", order, { as = "wes" })):done()
    expect(order.lines[1].shipped):is(6)
    expect(order.status):is("shipped")
  end,
}

test "the buyer says how much is too little; the price is not the buyer's" {
  given = order,
  run = function()
    local pump = product "Pump"
    expect(update(pump, { safety_stock = 5 }, { as = "bea" })):done()
    expect(update(pump, { list_price = 1 }, { as = "bea" })):refused "field.readonly"
    expect(update(pump, { safety_stock = 5 }, { as = "ann" })):refused "access.update"
  end,
}
