-- Only a warning: a deal may rightly stand on a day gone by, if someone says why.
validation "Opportunity" "Close date lies ahead" {
  must = "close_date is empty or close_date >= today() or stage in {'won', 'lost'}",
  say  = "Pick a close date from today on.",
  at   = "close_date",
  kind = "warn",
}
