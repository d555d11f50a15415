-- What the files mean, once they are read.

local function stock(values)
  warehouse "Northwind warehouse" { code = "NORTHWIND" }
  return create "StockLevel" {
    product   = product "Ikura" { product_number = 10, reorder_level = 25, discontinued = values.discontinued },
    available = values.available,
    incoming  = values.incoming or 0,
  }
end

local function order(values)
  values.order_number = 10248
  values.customer     = account "Vins et alcools Chevalier" {}
  return create "SalesOrder" (values)
end

local function line(order, values)
  values.order = order
  values.product = product "Queso Cabrales" { product_number = 11, list_price = 21 }
  return create "SalesOrderLine" (values)
end

test "employees sign in with their last name, products get a code" {
  run = function()
    local nancy = create "User" { employee_number = 1, first_name = "Nancy", last_name = "Davolio" }
    expect(nancy.name):is("Nancy Davolio")
    expect(nancy.login):is("davolio")
    expect(product "Queso Cabrales" { product_number = 7 }.code):is("NW-07")
  end,
}

test "an order that left before we came is shipped, with the day of the file" {
  given = function() return order { shipped_on = date "1996-07-16" } end,
  run = function(order)
    line(order, { quantity = 12, price = 14 })
    expect(order.status):is("shipped")
    expect(order.shipped_on):is(date "1996-07-16")
    expect(order.open_quantity):is(0)
  end,
}

test "an order without a shipping date is open" {
  given = function() return order {} end,
  run = function(order)
    line(order, { quantity = 12, price = 14 })
    expect(order.status):is("open")
    expect(order.open_quantity):is(12)
  end,
}

test "a line is worth its own price, less its percent, to the last digit" {
  given = function() return order {} end,
  run = function(order)
    expect(line(order, { quantity = 3, price = dec("9.95"), discount = 5 }).net):is(dec("28.3575"))
  end,
}

test "few on the shelf, but enough under way: only the shelf's alert" {
  given = function() return stock { available = 20, incoming = 10 } end,
  run = function(level)
    expect(level):raised "shelf below reorder level"
    expect(db.Alert:count("name == 'reorder'")):is(0)
  end,
}

test "at the level both are raised, above it both are cleared" {
  given = function() return stock { available = 25 } end,
  run = function(level)
    expect(level):raised "reorder"
    expect(level):raised "shelf below reorder level"
    expect(update(level, { available = 26 })):done()
    expect(level):cleared "reorder"
    expect(level):cleared "shelf below reorder level"
  end,
}

test "what is discontinued is not reordered" {
  given = function() return stock { available = 0, discontinued = true } end,
  run = function(level) expect(db.Alert:count()):is(0) end,
}
