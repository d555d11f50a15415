-- Safety stock and receipts.

local function level(available, incoming)
  user "bea" { roles = { "buyer" } }
  return create "StockLevel" {
    product   = product "Pump" { code = "P-1", safety_stock = 10 },
    warehouse = warehouse "Main" { code = "MAIN" },
    available = available,
    incoming  = incoming or 0,
  }
end

local function receive(quantity)
  return create "StockReceipt" { product = product "Pump", warehouse = warehouse "Main", quantity = quantity }
end

test "below the safety stock: one alert and one task, however often it falls" {
  given = function() return level(12) end,
  run = function(stock)
    expect(update(stock, { available = 9 })):done()
    expect(stock):raised "safety stock"
    expect(update(stock, { available = 7 })):done()
    expect(update(stock, { available = 5 })):done()
    expect(db.Alert:count()):is(1)
    expect(db.Task:count()):is(1)
    expect(mail):sent { to = user "bea", count = 1 }
  end,
}

test "no flapping: at the line nothing is cleared, a tenth above it is" {
  given = function() return level(9) end,
  run = function(stock)
    expect(update(stock, { available = 10 })):done()
    expect(stock):raised "safety stock"
    expect(update(stock, { available = 9 })):done()
    expect(update(stock, { available = 11 })):done()
    expect(stock):cleared "safety stock"
    expect(update(stock, { available = 10 })):done()
    expect(stock):cleared "safety stock"
    expect(db.Alert:count()):is(1)
  end,
}

test "an empty shelf is critical, and the buyer is not asked twice" {
  given = function() return level(5) end,
  run = function(stock)
    expect(db.Alert:first("").level):is("warning")
    expect(update(stock, { available = 0 })):done()
    expect(db.Alert:first("").level):is("critical")
    expect(db.Task:count("state == 'open'")):is(1)
  end,
}

test "goods under way count" {
  given = function() return level(4, 6) end,
  run = function(stock)
    expect(db.Alert:count()):is(0)
    expect(update(stock, { incoming = 0 })):done()
    expect(stock):raised "safety stock"
  end,
}

test "a higher safety stock of the product is watched too" {
  given = function() return level(12) end,
  run = function(stock)
    expect(update(stock.product, { safety_stock = 20 })):done()
    expect(stock):raised "safety stock"
  end,
}

test "a receipt clears the alert and closes the task" {
  given = function() return level(4) end,
  run = function(stock)
    expect(stock):raised "safety stock"
    receive(7)
    expect(stock.available):is(11)
    expect(stock):cleared "safety stock"
    expect(db.Task:count("state == 'cancelled'")):is(1)
  end,
}

test "a receipt takes from what was under way" {
  given = function() return level(4, 10) end,
  run = function(stock)
    receive(6)
    expect(stock.available):is(10)
    expect(stock.incoming):is(4)
    receive(6)
    expect(stock.incoming):is(0)
  end,
}

test "a corrected receipt books the difference, and no more than lies there" {
  given = function() return level(0) end,
  run = function(stock)
    local receipt = receive(20)
    expect(update(receipt, { quantity = 15 })):done()
    expect(stock.available):is(15)
    expect(update(stock, { available = 2 })):done()
    expect(update(receipt, { quantity = 5 })):refused "No less than nothing"
    expect(update(receipt, { warehouse = warehouse "Other" { code = "O" } })):refused "A receipt keeps its place"
  end,
}

test "a receipt is taken back by its quantity, not deleted" {
  given = function() return level(1) end,
  run = function(stock)
    local receipt = receive(20)
    expect(pcall(function() receipt:delete() end)):is(false)
    expect(stock.available):is(21)
    expect(update(receipt, { quantity = 0 })):done()
    expect(stock.available):is(1)
    expect(pcall(function() receipt:delete() end)):is(true)
  end,
}

test "a product's first receipt opens its stock level" {
  given = function() return product "Pump" { code = "P-1" } end,
  run = function(pump)
    warehouse "Main" { code = "MAIN" }
    receive(3)
    expect(pump.stock[1].available):is(3)
  end,
}

test "one stock level per product and warehouse" {
  given = function() return level(5) end,
  run = function(stock)
    expect(try_create "StockLevel" { product = stock.product, warehouse = stock.warehouse }):refused "record.not_unique"
  end,
}
