local inventory = require "fulfilment.inventory"

hook "Shipment" "number within the order" {
  when        = "number is empty and order is not empty",
  before_save = function(shipment)
    shipment.number = db.Shipment:count("order == ?", shipment.order) + 1
  end,
}

hook "Shipment" "date of dispatch" {
  when        = "changed(status) and status == 'dispatched' and dispatched_on is empty",
  before_save = function(shipment) shipment.dispatched_on = today() end,
}

-- Who has pressed "Ship" sees the parcel next, and with it what has stayed behind.
hook "Shipment" "what stays open" {
  when        = "changed(status) and status == 'dispatched'",
  as          = "system",
  before_save = function(shipment)
    local left = shipment.order.open_quantity
    for line in shipment.lines:each() do left = left - line.quantity end
    shipment.left_open = left
  end,
}

-- The moment that counts: pieces leave the stock and are booked on the order. All of it or nothing.
-- Who packs may not type either in, so it is booked with the system's rights.
hook "Shipment" "book what leaves" {
  when       = "changed(status) and status == 'dispatched'",
  as         = "system",
  after_save = function(shipment)
    for line in shipment.lines:each() do
      inventory.take(line.product, shipment.warehouse, line.quantity)
      local ordered = db.SalesOrderLine:get(line.order_line.id)
      ordered.shipped = ordered.shipped + line.quantity
      ordered:save()
    end
  end,
}
