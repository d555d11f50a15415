hook "SalesOrderLine" "price from the list" {
  when        = "price is empty and product is not empty",
  before_save = function(line) line.price = line.product.list_price end,
}
