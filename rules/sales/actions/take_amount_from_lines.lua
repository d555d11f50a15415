-- The estimate of the first day gives way to what is really offered.
action "Take amount from lines" {
  on    = "Opportunity",
  when  = "count(lines) > 0 and stage not in {'won', 'lost'}",
  say   = "add lines first, while the deal is open",
  roles = { "seller", "sales_manager" },
  run   = function(deal)
    deal.amount = deal.list_total
    return deal:save()
  end,
}
