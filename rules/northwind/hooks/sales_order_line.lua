-- An order that left before we came has no parcels here: its lines are shipped as they come in.
-- The status of the order follows them.
hook "SalesOrderLine" "shipped before we came" {
  when        = "old.id is empty and order.order_number is not empty and order.shipped_on is not empty",
  before_save = function(line) line.shipped = line.quantity end,
}
