-- approvals/discount.lua: who decides, who must not, and what happens when the deal changes meanwhile.

-- ann sells, bob is her manager; fay, fin and flo are finance.
local function deal(values)
  for _, login in ipairs { "fay", "fin", "flo" } do user(login) { roles = { "finance" } } end
  values.name      = "Pump"
  values.account   = account "Acme" {}
  values.owner     = values.owner
    or user "ann" { roles = { "seller" }, manager = user "bob" { roles = { "sales_manager" } } }
  values.stage     = "negotiate"
  values.signed_on = today()
  return create "Opportunity" (values)
end

test "15 percent are the seller's own" {
  given = function() return deal { amount = 80000, discount = 15 } end,
  run = function(deal)
    expect(approve(deal, "discount", { by = "bob" })):refused "approval.not_open"
    expect(move(deal, "won")):done()
  end,
}

test "up to 50,000 the manager decides alone" {
  given = function() return deal { amount = 50000, discount = dec("15.01") } end,
  run = function(deal)
    expect(move(deal, "won")):refused "Discount cleared"
    expect(deal):waits_for("discount", "manager", "bob")
    expect(approve(deal, "discount", { by = "bob" })):done()
    expect(deal.discount_ok):is(true)
    expect(move(deal, "won")):done()
  end,
}

test "above 50,000 two from finance decide as well" {
  given = function() return deal { amount = 80000, discount = 20 } end,
  run = function(deal)
    expect(approve(deal, "discount", { by = "fin" })):refused "approval.not_asked"
    expect(approve(deal, "discount", { by = "bob" })):done()
    expect(deal):waits_for("discount", "finance", "flo")
    clock:advance "1 day"
    expect(approve(deal, "discount", { by = "fin" })):done()
    expect(approve(deal, "discount", { by = "fin" })):refused "approval.decided"
    expect(move(deal, "won")):refused "Discount cleared"
    expect(approve(deal, "discount", { by = "fay" })):done()
    expect(move(deal, "won")):done()
  end,
}

test "one no is a no, and the owner hears who said it and why" {
  given = function() return deal { amount = 20000, discount = 30 } end,
  run = function(deal)
    expect(reject(deal, "discount", { by = "bob", comment = "Too much" })):done()
    expect(mail):sent { to = deal.owner, count = 1, subject = "bob said no to a discount of 30%: Too much" }
    expect(move(deal, "won")):refused "Discount cleared"
    expect(approve(deal, "discount", { by = "bob" })):refused "approval.not_open"
  end,
}

test "finance has a veto too" {
  given = function() return deal { amount = 80000, discount = 30 } end,
  run = function(deal)
    expect(approve(deal, "discount", { by = "bob" })):done()
    expect(reject(deal, "discount", { by = "flo", comment = "Margin" })):done()
    expect(approve(deal, "discount", { by = "fin" })):refused "approval.not_open"
    expect(deal.discount_ok):is(false)
  end,
}

test "after a no, a smaller discount is asked anew" {
  given = function() return deal { amount = 20000, discount = 30 } end,
  run = function(deal)
    expect(reject(deal, "discount", { by = "bob", comment = "Too much" })):done()
    expect(update(deal, { discount = 18 }, { as = "ann" })):done()
    expect(deal):waits_for("discount", "manager", "bob")
  end,
}

test "four eyes: the owner has no vote, whatever roles they hold" {
  given = function()
    return deal { amount = 80000, discount = 20, owner = user "ann" { manager = user "bob" {}, roles = { "finance" } } }
  end,
  run = function(deal)
    expect(approve(deal, "discount", { by = "ann" })):refused "approval.four_eyes"
    expect(approve(deal, "discount", { by = "bob" })):done()
    expect(approve(deal, "discount", { by = "ann" })):refused "approval.four_eyes"
    expect(deal):waits_for("discount", "finance", "fay")
  end,
}

test "four eyes: who submits a discount cannot be the one who grants it" {
  given = function() return deal { amount = 20000 } end,
  run = function(deal)
    expect(update(deal, { discount = 20 }, { as = "bob" })):refused "approval.own_vote"
    expect(update(deal, { discount = 20 }, { as = "ann" })):done()
    expect(approve(deal, "discount", { by = "bob" })):done()
  end,
}

test "without a manager no one could decide, so the discount is refused at once" {
  given = function() return deal { amount = 20000, owner = user "solo" {} } end,
  run = function(deal)
    expect(update(deal, { discount = 20 })):refused "approval.no_voters"
    expect(update(deal, { discount = 15 })):done()
  end,
}

test "a changed amount is decided anew" {
  given = function() return deal { amount = 20000, discount = 20 } end,
  run = function(deal)
    expect(approve(deal, "discount", { by = "bob" })):done()
    expect(deal.discount_ok):is(true)
    expect(update(deal, { amount = 90000 }, { as = "ann" })):done()
    expect(deal.discount_ok):is(false)
    expect(move(deal, "won")):refused "Discount cleared"
    expect(deal):waits_for("discount", "manager", "bob")
  end,
}

test "a changed line is decided anew, another name is not" {
  given = function()
    local deal = deal { amount = 2500, discount = 20 }
    create "OpportunityLine" { opportunity = deal, product = product "Pump" { code = "P-1", list_price = 1250 }, quantity = 2 }
    return deal
  end,
  run = function(deal)
    expect(approve(deal, "discount", { by = "bob" })):done()
    expect(update(deal, { name = "Pump and pipe" })):done()
    expect(update(deal.lines[1], { price = 1000 }, { as = "ann" })):done()
    expect(move(deal, "won")):refused "Discount cleared"
    expect(deal):waits_for("discount", "manager", "bob")
    expect(approve(deal, "discount", { by = "bob" })):done()
    deal.lines[1]:delete()
    expect(deal.discount_ok):is(false)
    expect(deal):waits_for("discount", "manager", "bob")
  end,
}

test "a discount that is small again needs no one" {
  given = function() return deal { amount = 20000, discount = 20 } end,
  run = function(deal)
    expect(update(deal, { discount = 10 }, { as = "ann" })):done()
    expect(approve(deal, "discount", { by = "bob" })):refused "approval.not_open"
    expect(move(deal, "won")):done()
  end,
}

test "only who asked takes it back" {
  given = function() return deal { amount = 20000 } end,
  run = function(deal)
    expect(update(deal, { discount = 20 }, { as = "ann" })):done()
    expect(withdraw(deal, "discount", { by = "bob" })):refused "approval.withdraw"
    expect(withdraw(deal, "discount", { by = "ann" })):done()
    expect(approve(deal, "discount", { by = "bob" })):refused "approval.not_open"
    expect(move(deal, "won")):refused "Discount cleared"
  end,
}

test "the manager is told by mail that a decision waits" {
  given = function() return deal { amount = 20000, discount = 20 } end,
  run = function(deal)
    expect(mail):sent { to = deal.owner.manager, count = 1, subject = "Decide Discount of" }
  end,
}
