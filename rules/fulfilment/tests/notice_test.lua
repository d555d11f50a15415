-- Who hears of a parcel, and in which language.

local function shipped(language, open)
  local customer = account "Acme" {}
  create "Contact" { name = "Eve", account = customer, email = "eve@acme.example", wants_notice = true, language = language }
  local pump = product "Pump" { code = "P-1", list_price = 1250 }
  local place = warehouse "Main" { code = "MAIN" }
  create "StockLevel" { product = pump, warehouse = place, available = 100 }
  local order = create "SalesOrder" { customer = customer }
  local line = create "SalesOrderLine" { order = order, product = pump, quantity = 10 }
  local parcel = create "Shipment" { order = order, warehouse = place }
  create "ShipmentLine" { shipment = parcel, order_line = line, quantity = 10 - open }
  return parcel
end

local function send(parcel)
  expect(move(parcel, "packed")):done()
  expect(mail):sent { count = 0 }
  expect(move(parcel, "dispatched")):done()
end

test "简体中文: a partial parcel" {
  given = function() return shipped("zh-Hans", 4) end,
  run = function(parcel)
    send(parcel)
    expect(mail):sent { to = "eve@acme.example", count = 1, subject = "第 1 批货物已发出" }
  end,
}

test "繁體中文: the final parcel" {
  given = function() return shipped("zh-Hant", 0) end,
  run = function(parcel)
    send(parcel)
    expect(mail):sent { to = "eve@acme.example", count = 1, subject = "訂單貨物已全數寄出" }
  end,
}

test "a parcel that is touched again tells no one again" {
  given = function() return shipped("en", 4) end,
  run = function(parcel)
    send(parcel)
    expect(update(parcel, { tracking = "1Z 999" })):done()
    expect(mail):sent { count = 1 }
  end,
}
