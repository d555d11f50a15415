local inventory = require "fulfilment.inventory"

-- Tells the customer a day we can keep: stock, and what comes in by then, covers every open piece.
action "Promise" {
  on    = "SalesOrder",
  when  = "status in {'open', 'partly_shipped'} and wanted_on is not empty and wanted_on >= today()",
  say   = "enter when the customer wants an open order, from today on",
  roles = { "seller", "sales_manager", "warehouse" },
  as    = "system",
  run   = function(order)
    local line, missing = inventory.shortfall(order.lines, order.wanted_on)
    if line then
      refuse("stock.promise", "{missing} × {product} are missing by {day}.",
        { missing = missing, product = line.product.title, day = order.wanted_on })
    end
    order.promised_on = order.wanted_on
    return order:save()
  end,
}
