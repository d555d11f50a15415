-- Parcels: what may be in them, and what they do when they leave.

local function order(quantity, available)
  user "wes" { roles = { "warehouse" } }
  local order = create "SalesOrder" { customer = account "Acme" {} }
  local pump = product "Pump" { code = "P-1", list_price = 1250 }
  create "SalesOrderLine" { order = order, product = pump, quantity = quantity }
  create "StockLevel" { product = pump, warehouse = warehouse "Main" { code = "MAIN" }, available = available }
  return order
end

local function parcel(order, quantity)
  local parcel = create "Shipment" { order = order, warehouse = warehouse "Main" }
  if quantity then
    create "ShipmentLine" { shipment = parcel, order_line = order.lines[1], quantity = quantity }
  end
  return parcel
end

test "a parcel knows its number, its line and its day" {
  given = function() return order(10, 10) end,
  run = function(order)
    parcel(order)
    local second = parcel(order, 4)
    expect(second.number):is(2)
    expect(second.lines[1].product.code):is("P-1")
    expect(move(second, "packed")):done()
    expect(move(second, "dispatched")):done()
    expect(second.dispatched_on):is(today())
    expect(order.open_quantity):is(6)
  end,
}

test "an empty parcel is not packed, an unpacked one does not leave" {
  given = function() return order(10, 10) end,
  run = function(order)
    expect(move(parcel(order), "packed")):refused "Something inside"
    expect(move(parcel(order, 4), "dispatched")):refused "Way to dispatched"
  end,
}

test "a parcel holds no more than is open" {
  given = function() return order(5, 100) end,
  run = function(order)
    expect(try_create "ShipmentLine" { shipment = parcel(order), order_line = order.lines[1], quantity = 6 })
      :refused "Not more than is open"
  end,
}

test "two parcels together ship no more than was ordered" {
  given = function() return order(5, 100) end,
  run = function(order)
    local one, two = parcel(order, 3), parcel(order, 3)
    expect(move(one, "packed")):done()
    expect(move(two, "packed")):done()
    expect(move(one, "dispatched")):done()
    expect(move(two, "dispatched")):refused "Not more than ordered"
    expect(two.status):is("packed")
    expect(db.StockLevel:first("").available):is(97)
  end,
}

test "what is not in stock does not leave, and nothing of the parcel is booked" {
  given = function() return order(10, 3) end,
  run = function(order)
    local parcel = parcel(order, 4)
    expect(move(parcel, "packed")):done()
    expect(move(parcel, "dispatched")):refused "stock.short"
    expect(order.open_quantity):is(10)
    expect(db.StockLevel:first("").available):is(3)
  end,
}

test "a parcel takes only what its order asks for" {
  given = function() return order(10, 10) end,
  run = function(order)
    local valve = product "Valve" { code = "V-1", list_price = 90 }
    expect(try_create "ShipmentLine" { shipment = parcel(order), product = valve, quantity = 1 })
      :refused "shipment.not_ordered"
    local other = create "SalesOrder" { customer = order.customer }
    local line = create "SalesOrderLine" { order = other, product = product "Pump", quantity = 1 }
    expect(try_create "ShipmentLine" { shipment = parcel(order), order_line = line, quantity = 1 })
      :refused "A line of this order"
  end,
}

test "what is packed or has left is not changed any more" {
  given = function() return parcel(order(10, 10), 4) end,
  run = function(parcel)
    expect(move(parcel, "packed")):done()
    expect(update(parcel.lines[1], { quantity = 2 })):refused "What has left stays as it is"
    expect(move(parcel, "draft")):done()
    expect(update(parcel.lines[1], { quantity = 2 })):done()
  end,
}

test "of a parcel that has left, the carrier's number alone is still entered" {
  given = function() return parcel(order(10, 10), 4) end,
  run = function(parcel)
    expect(move(parcel, "packed")):done()
    expect(move(parcel, "dispatched")):done()
    expect(update(parcel, { number = 7 })):refused "What has left stays as it is"
    expect(update(parcel, { left_open = 7 })):refused "What has left stays as it is"
    expect(update(parcel, { warehouse = warehouse "Other" { code = "OTHER" } })):refused "What has left stays as it is"
    expect(update(parcel, { tracking = "1Z 999" })):done()
    local draft = create "Shipment" { order = parcel.order, warehouse = parcel.warehouse }
    expect(update(parcel.lines[1], { shipment = draft })):refused "What has left stays as it is"
  end,
}

test "Ship sends what is there, and says so when there is nothing" {
  given = function()
    user "fay" { roles = { "finance" } }
    return order(10, 6)
  end,
  run = function(order)
    expect(act("Ship", order, { as = "fay" })):refused "action.forbidden"
    expect(act("Ship", order, { as = "wes" })):done()
    expect(order.status):is("partly_shipped")
    expect(order.open_quantity):is(4)
    expect(db.Shipment:first("number == 1").left_open):is(4)
    expect(act("Ship", order, { as = "wes" })):refused "stock.short"

    create "StockReceipt" { product = product "Pump", warehouse = warehouse "Main", quantity = 9 }
    expect(act("Ship", order, { as = "wes" })):done()
    expect(order.status):is("shipped")
    expect(db.Shipment:first("number == 2").left_open):is(0)
    expect(db.StockLevel:first("").available):is(5)
    expect(act("Ship", order, { as = "wes" })):refused "action.disabled"
  end,
}

test "Prepare fills a parcel that can still be looked at and changed" {
  given = function() return order(10, 6) end,
  run = function(order)
    local parcel = act("Prepare", order, { as = "wes" })
    expect(parcel):done()
    local draft = db.Shipment:first("order == ?", order)
    expect(draft.status):is("draft")
    expect(draft.lines[1].quantity):is(6)
    expect(order.shipped_quantity):is(0)
    expect(db.StockLevel:first("").available):is(6)
  end,
}

test "two lines of one product share its stock" {
  given = function()
    local order = order(4, 6)
    create "SalesOrderLine" { order = order, product = product "Pump", quantity = 4 }
    return order
  end,
  run = function(order)
    expect(act("Ship", order, { as = "wes" })):done()
    expect(order.open_quantity):is(2)
    expect(db.StockLevel:first("").available):is(0)
  end,
}

test "an order with parcels is not cancelled before they are" {
  given = function() return order(10, 10) end,
  run = function(order)
    local parcel = parcel(order, 4)
    expect(move(order, "cancelled")):refused "No parcel is packed"
    expect(move(parcel, "cancelled")):done()
    expect(move(order, "cancelled")):done()
    expect(try_create "Shipment" { order = order, warehouse = warehouse "Main" }):refused "The order waits for parcels"
  end,
}

test "no one says shipped while pieces are open" {
  given = function() return order(10, 10) end,
  run = function(order)
    expect(move(order, "partly_shipped")):refused "A parcel has left"
    expect(move(order, "shipped")):refused "Nothing is open"
  end,
}

test "a promise is kept by stock, and later by what is under way" {
  given = function() return order(10, 6) end,
  run = function(order)
    expect(act("Promise", order, { as = "wes" })):refused "action.disabled"
    expect(update(order, { wanted_on = today() + days(20) })):done()
    expect(act("Promise", order, { as = "wes" })):refused "stock.promise"

    expect(update(db.StockLevel:first(""), { incoming = 4 })):done()
    expect(act("Promise", order, { as = "wes" })):done()
    expect(order.promised_on):is(today() + days(20))

    expect(update(order, { wanted_on = today() + days(5) })):done()
    expect(act("Promise", order, { as = "wes" })):refused "stock.promise"
  end,
}

test "what has left is deleted by no one, not even line by line" {
  given = function() return order(10, 10) end,
  run = function(order)
    local parcel = parcel(order, 4)
    local line = parcel.lines[1]
    expect(move(parcel, "packed")):done()
    expect(pcall(function() line:delete() end)):is(false)
    expect(move(parcel, "dispatched")):done()
    expect(pcall(function() line:delete() end)):is(false)
    expect(pcall(function() parcel:delete() end)):is(false)
    expect(order.lines[1].shipped):is(4)
  end,
}

test "a draft is deleted with its lines" {
  given = function() return order(10, 10) end,
  run = function(order)
    local parcel = parcel(order, 4)
    parcel:delete()
    expect(db.ShipmentLine:count("")):is(0)
  end,
}
