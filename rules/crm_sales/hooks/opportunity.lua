-- The file has no names: "GTX Pro for Isdom" says what a deal is about.
hook "Opportunity" "name from product and account" {
  when        = "name is empty and product is not empty",
  before_save = function(deal)
    local customer = deal.account and deal.account.name or "a customer to be found"
    deal.name = deal.product.name .. " for " .. customer
  end,
}
