-- What we sell, and for how much before anyone bargains.
object "Product" {
  label = "Product", title = "{code} {name}",

  text    "code"         { required = true, max = 40 },
  text    "name"         { required = true, max = 120 },
  text    "series"       { max = 60 },
  text    "unit"         { max = 40, help = "What one piece is: a pump, 10 boxes x 30 bags." },
  money   "list_price"   { min = 0, total = false, help = "For one piece. Lines start with it." },
  boolean "discontinued" { default = false },

  unique { "code" },
  index  { "name" },
}
