-- Whoever packs thinks in products, not in lines of an order.
hook "ShipmentLine" "line of the order" {
  when        = "order_line is empty and product is not empty and shipment is not empty",
  before_save = function(line)
    local order, product = line.shipment.order, line.product
    local ordered = db.SalesOrderLine:first("order == ? and product == ? and open > 0", order, product)
    if not ordered then
      refuse("shipment.not_ordered", "{order} has no open line of {product}.",
        { order = order.title, product = product.title })
    end
    line.order_line = ordered
  end,
}

hook "ShipmentLine" "product of the order's line" {
  when        = "product is empty and order_line is not empty",
  before_save = function(line) line.product = line.order_line.product end,
}
