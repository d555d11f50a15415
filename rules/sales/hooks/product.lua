-- Who gives no code gets one: "GTX Pro" becomes GTX-PRO.
hook "Product" "code from the name" {
  when        = "code is empty and name is not empty",
  before_save = function(product)
    local code = product.name:upper():gsub("%s+", "-")
    product.code = code
  end,
}
