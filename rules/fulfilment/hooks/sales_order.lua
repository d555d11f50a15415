-- The status is what the parcels made of the order.
hook "SalesOrder" "status follows the parcels" {
  when        = "(changed(open_quantity) or changed(shipped_quantity)) and shipped_quantity > 0 and status in {'open', 'partly_shipped'}",
  before_save = function(order)
    if order.open_quantity > 0 then
      order.status = "partly_shipped"
    else
      order.status = "shipped"
      order.shipped_on = order.shipped_on or today()
    end
  end,
}
