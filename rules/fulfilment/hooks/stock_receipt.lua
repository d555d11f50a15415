local inventory = require "fulfilment.inventory"

hook "StockReceipt" "book what came in" {
  when       = "changed(quantity)",
  as         = "system",
  after_save = function(receipt, old)
    local difference = receipt.quantity - (old and old.quantity or 0)
    inventory.receive(receipt.product, receipt.warehouse, difference)
  end,
}
