local pricing = require "sales.pricing"

pipeline "Opportunity.stage" {
  stage "qualify"   { to = { "propose", "lost" }, probability = 10,
    guide = "Budget, need, decision maker, date: find out which of them are missing." },

  stage "propose"   { to = { "negotiate", "qualify", "lost" }, probability = 40,
    guide = "Send the offer. Let the customer confirm the requirement document.",

    gate "Basics known"          { need = { "account", "amount", "close_date" } },
    gate "Requirement confirmed" { must = "requirement_confirmed",
                                   say  = "The customer has to confirm the requirement document first." } },

  stage "negotiate" { to = { "won", "propose", "lost" }, probability = 70,
    guide = "Talk to the one who decides. Give little away, and never for nothing.",

    gate "Decision maker found"  { must = "count(account.contacts where role == 'decider') >= 1",
                                   say  = "No contact of {account} has the role decider yet.",
                                   hint = "Give the one who decides that role, among the account's contacts." } },

  stage "won"       { final = true, probability = 100,
    guide = "Signed: hand it over to those who deliver.",

    gate "Contract signed"       { need = { "signed_on" } },
    gate "Discount cleared"      { must = "discount <= 15 or approved('discount')",
                                   say  = "A discount of {discount} needs the approval “Discount”." },
    gate "Lines add up"          { check = pricing.adds_up,
                                   say   = "The lines come to {list_total}, but the deal says {amount}. "
                                        .. "Mend the lines, or press \"Take amount from lines\"." } },

  stage "lost"      { final = true, probability = 0,
    gate "Say why"               { need = { "lost_reason" } } },
}
