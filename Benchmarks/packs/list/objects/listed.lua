object "User" { title = "{login}", text "login" { required = true }, unique { "login" } }
object "UserRole" {
  reference "user" { to = "User", required = true, on_delete = "cascade" },
  text "role" { required = true },
}

object "Listed" {
  text    "name"        { required = true, max = 120 },
  integer "account",
  money   "amount",
  choice  "currency"    { values = { "USD", "EUR", "GBP", "JPY" } },
  choice  "stage"       { values = { "Lead", "Qualify", "Propose", "Negotiate", "Won", "Lost" } },
  integer "probability",
  date    "close_date",
  integer "owner",
  choice  "source"      { values = { "Web", "Referral", "Event", "Partner", "Cold" } },
  boolean "requirement_confirmed",
  text    "notes",
  date    "created_date",
  index { "stage", "close_date" }, index { "stage", "amount" },
}
