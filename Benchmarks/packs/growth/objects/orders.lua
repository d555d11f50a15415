object "User" { title = "{login}", text "login" { required = true }, unique { "login" } }
object "UserRole" {
  reference "user" { to = "User", required = true, on_delete = "cascade" },
  text "role" { required = true },
}

object "Order" {
  text     "name",
  children "lines"   { of = "Line.order" },
  money    "total"   { rollup = "sum(lines.amount)" },
  integer  "large"   { rollup = "count(lines where amount > 500)" },
  money    "dearest" { rollup = "max(lines.amount)" },
}
object "Line" {
  reference "order" { to = "Order", required = true, on_delete = "cascade" },
  integer "number",
  money   "amount",
}

-- A mean is kept by none of its children: it is worked out from all of them.
object "Ledger" {
  text     "name",
  children "entries" { of = "Entry.ledger" },
  decimal  "mean"    { scale = 6, rollup = "avg(entries.amount)" },
}
object "Entry" {
  reference "ledger" { to = "Ledger", required = true, on_delete = "cascade" },
  integer "number",
  money   "amount",
}

object "FewSale" {
  text  "name" { required = true },
  money "amount",
  date  "day",
  index { "day", "amount" },
}

object "Sale" {
  text  "name" { required = true },
  money "amount",
  date  "day",
  index { "day", "amount" },
}

object "ManySale" {
  text  "name" { required = true },
  money "amount",
  date  "day",
  index { "day", "amount" },
}
