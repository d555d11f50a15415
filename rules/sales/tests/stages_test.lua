-- Every gate and every way of pipelines/opportunity.lua.

local function deal(values)
  values.name    = values.name or "Pump"
  values.account = values.account or account "Acme" {}
  values.owner   = values.owner or user "ann"
  return create "Opportunity" (values)
end

local function ready_to_sign(values)
  values.stage, values.amount = "negotiate", values.amount or 8000
  values.signed_on = values.signed_on or today()
  return deal(values)
end

test "a deal begins at qualify, with a number, its owner and no discount" {
  given = function() return user "ann" {} end,
  run = function(ann)
    local made = try_create "Opportunity" { name = "Pump", owner = ann }
    expect(made):done()
    expect(made.value.stage):is("qualify")
    expect(made.value.code:match("^OPP%-%d%d%d%d%-0001$") ~= nil):is(true)
    expect(made.value.discount):is(dec(0))
  end,
}

test "no deal is born won" {
  run = function()
    expect(try_create "Opportunity" { name = "Pump", stage = "won" }):refused "Way to won"
  end,
}

test "a proposal needs the basics and the confirmed requirement, and is told both at once" {
  given = function() return create "Opportunity" { name = "Pump" } end,
  run = function(deal)
    local outcome = move(deal, "propose")
    expect(outcome):refused "Basics known"
    expect(outcome):refused "Requirement confirmed"

    local basics = { account = account "Acme" {}, amount = 8000, close_date = today() + days(30) }
    expect(update(deal, basics)):done()
    expect(move(deal, "propose")):refused "Requirement confirmed"

    expect(update(deal, { requirement_confirmed = true })):done()
    expect(move(deal, "propose")):done()
    expect(deal.stage):is("propose")
  end,
}

test "no one negotiates before the decision maker is known" {
  given = function() return deal { stage = "propose" } end,
  run = function(deal)
    create "Contact" { name = "Uma", account = deal.account, role = "user" }
    expect(move(deal, "negotiate")):refused "Decision maker found"
    create "Contact" { name = "Eve", account = deal.account, role = "decider" }
    expect(move(deal, "negotiate")):done()
  end,
}

test "a deal can go a step back" {
  given = function() return deal { stage = "negotiate", amount = 8000, close_date = today(), requirement_confirmed = true } end,
  run = function(deal)
    expect(move(deal, "propose")):done()
    expect(move(deal, "qualify")):done()
  end,
}

test "no stage is skipped, forwards or backwards" {
  given = function() return deal {} end,
  run = function(first)
    expect(move(first, "negotiate")):refused "Way to negotiate"
    expect(move(first, "won")):refused "Way to won"
    expect(move(deal { name = "Late", stage = "negotiate" }, "qualify")):refused "Way to qualify"
    expect(move(deal { name = "Early", stage = "propose" }, "won")):refused "Way to won"
  end,
}

test "a deal is lost from any open stage, and someone says why" {
  run = function()
    for _, stage in ipairs { "qualify", "propose", "negotiate" } do
      local lost = deal { name = "Lost at " .. stage, stage = stage }
      expect(move(lost, "lost")):refused "Say why"
      expect(update(lost, { lost_reason = "Price" })):done()
      expect(move(lost, "lost")):done()
    end
  end,
}

test "won and lost are the end" {
  run = function()
    local won, lost = deal { name = "W", stage = "won" }, deal { name = "L", stage = "lost", lost_reason = "Price" }
    expect(move(won, "negotiate")):refused "Way to negotiate"
    expect(move(won, "lost")):refused "Way to lost"
    expect(move(lost, "qualify")):refused "Way to qualify"
  end,
}

test "no signature, no win" {
  given = function() return deal { stage = "negotiate", amount = 8000 } end,
  run = function(deal)
    expect(move(deal, "won")):refused "Contract signed"
    expect(update(deal, { signed_on = today() })):done()
    expect(move(deal, "won")):done()
  end,
}

test "a deal without lines is won on its amount" {
  given = function() return ready_to_sign {} end,
  run = function(deal) expect(move(deal, "won")):done() end,
}

test "lines have to add up to the amount" {
  given = function()
    local deal = ready_to_sign { amount = 8000 }
    create "OpportunityLine" { opportunity = deal, product = product "Pump" { code = "P-1", list_price = 1250 }, quantity = 6 }
    return deal
  end,
  run = function(deal)
    expect(move(deal, "won")):refused "Lines add up"
    expect(update(deal, { amount = 7500 })):done()
    expect(move(deal, "won")):done()
  end,
}

test "the seller takes the amount from the lines" {
  given = function()
    user "ann" { roles = { "finance" } }
    local deal = ready_to_sign { amount = 8000, owner = user "sam" { roles = { "seller" } } }
    create "OpportunityLine" { opportunity = deal, product = product "Pump" { code = "P-1", list_price = 1250 }, quantity = 6 }
    return deal
  end,
  run = function(deal)
    expect(act("Take amount from lines", deal, { as = "ann" })):refused "action.forbidden"
    expect(act("Take amount from lines", deal, { as = "sam" })):done()
    expect(deal.amount):is(dec(7500))
    expect(move(deal, "won")):done()
    expect(act("Take amount from lines", deal, { as = "sam" })):refused "action.disabled"
  end,
}

test "a close date gone by asks for a word of explanation" {
  given = function() return deal { close_date = today() } end,
  run = function(deal)
    expect(update(deal, { close_date = today() - days(1) })):refused "Close date lies ahead"
    clock:advance "3 days"
    expect(update(deal, { amount = 100 })):refused "Close date lies ahead"
    expect(update(deal, { amount = 100 }, { confirm = "The customer signs late" })):done()
    expect(update(deal, { close_date = today() })):done()
  end,
}

test "a gate is waived by an administrator, with a reason, and by no one else" {
  given = function()
    user "ada" { roles = { "administrator" } }
    user "ann" { roles = { "seller" } }
    return ready_to_sign { discount = 0 }
  end,
  run = function(deal)
    expect(move(deal, "lost", { as = "ann", waive = "No time" })):refused "gate.waive"
    expect(move(deal, "lost", { as = "ada" })):refused "Say why"
    expect(move(deal, "lost", { as = "ada", waive = "The customer is bankrupt" })):done()
  end,
}

test "nobody has signed on a day to come" {
  given = function()
    return create "Opportunity" { name = "Pump", account = account "Acme" {}, owner = user "ann" {} }
  end,
  run = function(deal)
    expect(update(deal, { signed_on = today() + days(2) })):refused "Signed by today"
    expect(update(deal, { signed_on = today() })):done()
  end,
}
