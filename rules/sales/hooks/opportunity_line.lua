-- A price typed in stays. An empty one, and that of a product exchanged for another, is the list's.
hook "OpportunityLine" "price from the list" {
  when        = "product is not empty and (price is empty or changed(product) and not changed(price))",
  before_save = function(line)
    local product = line.product
    if not product.list_price then
      refuse("price.none", "{product} has no list price; enter a price.", { product = product.title })
    end
    line.price = product.list_price
  end,
}
