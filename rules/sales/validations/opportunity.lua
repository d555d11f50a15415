-- Only a warning: a deal may rightly stand on a day gone by, if someone says why.
validation "Opportunity" "Close date lies ahead" {
  must = "close_date is empty or close_date >= today() or stage in {'won', 'lost'}",
  say  = "The close date, {close_date}, lies in the past.",
  at   = "close_date",
  kind = "warn",
}

-- Days are those of UTC; in the Far East the next one has begun.
validation "Opportunity" "Signed by today" {
  must = "signed_on is empty or signed_on <= today() + days(1)",
  say  = "The customer cannot have signed on {signed_on} yet: enter the day of the signature.",
  at   = "signed_on",
}
