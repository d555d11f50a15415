-- Raised once, however often stock goes up and down around the line, and cleared only when it is a
-- tenth above it: the next whole piece, as it says.
alert "safety stock" {
  on    = "StockLevel",
  raise = "available + incoming < product.safety_stock",
  clear = "available + incoming >= product.safety_stock * 1.1",
  say   = "{product}: {available} in {warehouse}, {incoming} under way, safety stock {product.safety_stock}"
       .. ". Order more: it clears by itself at {round(product.safety_stock * 1.1 + 0.45, 0)} in stock and under way",

  level "critical" { when = "available <= 0", task = role "buyer" },
  level "warning"  { task = role "buyer" },
}
