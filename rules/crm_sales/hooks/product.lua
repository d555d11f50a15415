-- The file knows products by name only: "GTX Pro" gets the code GTX-PRO.
hook "Product" "code from the name" {
  when        = "code is empty and name is not empty",
  before_save = function(product)
    local code = product.name:upper():gsub("%s+", "-")
    product.code = code
  end,
}
