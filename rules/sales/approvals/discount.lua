-- More than 15 percent off: the seller's manager decides, and above 50,000 two people from finance
-- as well. No one decides about a deal of their own.
approval "discount" {
  on     = "Opportunity",
  when   = "discount > 15",
  freeze = { "amount", "discount", "lines" },
  never  = { "submitter", "owner" },

  step "manager" { who = "owner.manager", within = "8 work hours" },
  step "finance" { who = role "finance", quorum = 2, when = "amount > 50000", within = "3 workdays" },

  approved   = { set = { discount_ok = true } },
  superseded = { set = { discount_ok = false } },
  rejected = { tell = "owner",
               say  = "{code} {name}: {verdict.by} said no to a discount of {discount}: {verdict.comment}",
               set  = { discount_ok = false } },
}
