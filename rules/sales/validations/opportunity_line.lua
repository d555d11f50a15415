validation "OpportunityLine" "Still for sale" {
  must = "not product.discontinued or old.product == product",
  say  = "{product} is discontinued; offer another product.",
  at   = "product",
}
