-- Northwind reorders at a level, not below a safety stock. Both alerts watch it: the first believes in
-- what is under way and asks the buyer; the second only looks at the shelf and asks no one.
alert "reorder" {
  on    = "StockLevel",
  raise = "not product.discontinued and available + incoming <= product.reorder_level",
  clear = "product.discontinued or available + incoming > product.reorder_level",
  say   = "{product}: {available} left, {incoming} under way, reorder level {product.reorder_level}",

  level "reorder" { task = role "buyer" },
}

alert "shelf below reorder level" {
  on    = "StockLevel",
  raise = "not product.discontinued and available <= product.reorder_level",
  clear = "product.discontinued or available > product.reorder_level",
  say   = "{product}: {available} on the shelf, reorder level {product.reorder_level}",
}
