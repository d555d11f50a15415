-- The file numbers its products from 1 to 77: number 7 gets the code NW-07, not one made of its name.
hook "Product" "code from the number" {
  when        = "product_number is not empty and old.code is empty",
  before_save = function(product) product.code = string.format("NW-%02d", product.product_number) end,
}
