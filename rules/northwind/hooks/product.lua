-- The file numbers its products from 1 to 77: number 7 gets the code NW-07.
hook "Product" "code from the number" {
  when        = "code is empty and product_number is not empty",
  before_save = function(product) product.code = string.format("NW-%02d", product.product_number) end,
}
