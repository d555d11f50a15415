-- The rule of W4 as a script author would write it, by itself, so that no other work pays for it.
pack "judging" { version = "1.0.0", label = "Ten conditions" }

object "Deal" {
  text    "name",
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
}

local stages = { Lead = true, Qualify = true, Propose = true, Negotiate = true }

validation "Deal" "ten conditions in Lua" {
  check = function(r)
    return r.amount > 1000 and r.amount <= 190000 and r.probability >= 5 and r.probability <= 95
      and stages[r.stage] == true and r.currency ~= "JPY" and r.source ~= "Cold"
      and r.requirement_confirmed == true and r.owner > 0 and r.close_date >= r.created_date
  end,
}

validation "Deal" "ten conditions" {
  must = "amount > 1000 and amount <= 190000 and probability >= 5 and probability <= 95 "
    .. "and stage in {'Lead', 'Qualify', 'Propose', 'Negotiate'} and currency != 'JPY' "
    .. "and source != 'Cold' and requirement_confirmed and owner > 0 "
    .. "and close_date >= created_date",
}
