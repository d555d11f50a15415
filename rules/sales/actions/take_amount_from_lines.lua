-- The estimate of the first day gives way to what is really offered.
action "Take amount from lines" {
  on    = "Opportunity",
  when  = "count(lines) > 0 and (amount is empty or amount != list_total) and stage not in {'won', 'lost'}",
  say   = "nothing to take: the deal is closed, has no lines, or they come to its amount",
  roles = { "seller", "sales_manager" },
  run   = function(deal)
    deal.amount = deal.list_total
    return deal:save()
  end,
}
