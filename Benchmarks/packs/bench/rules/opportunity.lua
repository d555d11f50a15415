local function weigh(o)
  if o.close_date < o.created_date then
    refuse("date.order", "It cannot close before it was created.")
  end
  o.weighted = o.amount * o.probability / 100
end

hook "Opportunity" "weigh" { before_save = weigh }
hook "Prospect" "weigh" { before_save = weigh }

local function stage_after(name, next)
  return stage(name) { to = { next, "Lost" },
    gate "Requirement confirmed" { must = "requirement_confirmed" },
    gate "Amount known"          { must = "amount > 0" } }
end

pipeline "Opportunity.stage" {
  stage "Lead" { to = { "Qualify", "Lost" } },
  stage_after("Qualify", "Propose"),
  stage_after("Propose", "Negotiate"),
  stage_after("Negotiate", "Won"),
  stage "Won" { final = true,
    gate "Requirement confirmed" { must = "requirement_confirmed" },
    gate "Amount known"          { must = "amount > 0" } },
  stage "Lost" { final = true },
}

approval "release" {
  on     = "Opportunity",
  when   = "submitted",
  freeze = { "amount", "probability" },
  step "first"  { who = role "first" },
  step "second" { who = role "second" },
  approved = { set = { approved = true } },
}
