-- Nothing is searched, because the C beside it searches nothing either; what an index of words costs is told
-- by `scripts/bench search`.
-- The twelve fields of the works, with references where a CRM has references; created_date,
-- weighted, submitted and approved belong to the rules.
object "Opportunity" {
  search = {},
  text      "name"        { required = true, max = 120 },
  reference "account"     { to = "Account", required = true },
  money     "amount"      { min = 0 },
  choice    "currency"    { values = { "USD", "EUR", "GBP", "JPY" } },
  choice    "stage"       { values = { "Lead", "Qualify", "Propose", "Negotiate", "Won", "Lost" } },
  integer   "probability" { min = 0, max = 100 },
  date      "close_date",
  reference "owner"       { to = "User" },
  choice    "source"      { values = { "Web", "Referral", "Event", "Partner", "Cold" } },
  boolean   "requirement_confirmed",
  text      "notes",
  date      "created_date",
  money     "weighted",
  boolean   "submitted",
  boolean   "approved",
}

-- What W4 and W6 work on: the flat form, without stages, its name once only.
object "Prospect" {
  search = {},
  text    "name"        { required = true, max = 120 },
  integer "account",
  money   "amount"      { min = 0 },
  choice  "currency"    { values = { "USD", "EUR", "GBP", "JPY" } },
  choice  "stage"       { values = { "Lead", "Qualify", "Propose", "Negotiate", "Won", "Lost" } },
  integer "probability" { min = 0, max = 100 },
  date    "close_date",
  integer "owner",
  choice  "source"      { values = { "Web", "Referral", "Event", "Partner", "Cold" } },
  boolean "requirement_confirmed",
  text    "notes",
  date    "created_date",
  money   "weighted",
  unique { "name" },
}
