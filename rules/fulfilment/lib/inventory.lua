-- What is there, what will be, and how it moves. All that touches a stock level goes through here.
local inventory = {}

-- Goods under way are counted for promises this many days ahead, or later.
local DAYS_TO_ARRIVE = 14

function inventory.level(product, warehouse)
  return db.StockLevel:first("product == ? and warehouse == ?", product, warehouse)
end

-- Pieces of a product that can leave by a day, all warehouses together.
function inventory.on_hand(product, day)
  local sum = db.StockLevel:sum("available", "product == ?", product) or 0
  if day and day >= today() + days(DAYS_TO_ARRIVE) then
    sum = sum + (db.StockLevel:sum("incoming", "product == ?", product) or 0)
  end
  return sum
end

-- The first line that stock cannot cover by the day, and how many pieces are missing; nil if none.
-- Lines of one product share its stock.
function inventory.shortfall(lines, day)
  local taken = {}
  for line in lines:each() do
    local product = line.product
    taken[product.id] = (taken[product.id] or 0) + line.open
    local missing = taken[product.id] - inventory.on_hand(product, day)
    if missing > 0 then return line, missing end
  end
end

function inventory.can_promise(lines, day)
  return inventory.shortfall(lines, day) == nil
end

-- A product that comes into a warehouse for the first time gets its stock level here.
function inventory.receive(product, warehouse, quantity)
  local stock = inventory.level(product, warehouse)
  if not stock then
    return create "StockLevel" { product = product, warehouse = warehouse, available = quantity }
  end
  stock.available = stock.available + quantity
  stock.incoming  = math.max(0, stock.incoming - math.max(0, quantity))
  return stock:save()
end

function inventory.take(product, warehouse, quantity)
  local stock = inventory.level(product, warehouse)
  local there = stock and stock.available or 0
  if there < quantity then
    refuse("stock.short", "{wanted} × {product} cannot leave: only {there} in {warehouse}.",
      { wanted = quantity, product = product.title, there = there, warehouse = warehouse.title })
  end
  stock.available = there - quantity
  return stock:save()
end

return inventory
