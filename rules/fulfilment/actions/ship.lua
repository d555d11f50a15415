local inventory = require "fulfilment.inventory"

-- The warehouse that can send most of what is open.
local function best_warehouse(order)
  local best, most = nil, 0
  for warehouse in db.Warehouse:each() do
    local pieces = 0
    for line in order.lines:each() do
      local stock = inventory.level(line.product, warehouse)
      pieces = pieces + math.min(line.open, stock and stock.available or 0)
    end
    if pieces > most then best, most = warehouse, pieces end
  end
  return best
end

-- A parcel with what is open and in stock there. What is missing waits for the next.
local function parcel(order)
  local warehouse = best_warehouse(order)
  if not warehouse then
    refuse("stock.short", "Nothing that {order} waits for is in stock.", { order = order.title })
  end
  local parcel, left = create "Shipment" { order = order, warehouse = warehouse }, {}
  for line in order.lines:each() do
    local product = line.product
    local stock = inventory.level(product, warehouse)
    left[product.id] = left[product.id] or stock and stock.available or 0
    local quantity = math.min(line.open, left[product.id])
    if quantity > 0 then
      create "ShipmentLine" { shipment = parcel, order_line = line, product = product, quantity = quantity }
      left[product.id] = left[product.id] - quantity
    end
  end
  return parcel
end

-- To look at and to change before it is packed.
action "Prepare" {
  on    = "SalesOrder",
  when  = "status in {'open', 'partly_shipped'} and open_quantity > 0",
  say   = "nothing of {code} is left to ship",
  roles = { "warehouse" },
  run   = parcel,
}

-- The same, packed and sent at once.
action "Ship" {
  on    = "SalesOrder",
  when  = "status in {'open', 'partly_shipped'} and open_quantity > 0",
  say   = "nothing of {code} is left to ship",
  confirm = "Of {open_quantity} open pieces, all that one warehouse has leave at once: the warehouse that has "
         .. "the most of them. The customer is told by mail. What is missing stays open; "
         .. "the parcel says how much.",
  roles = { "warehouse" },
  run   = function(order) return move(move(parcel(order), "packed"), "dispatched") end,
}
