-- access/roles.lua: whose deals are whose.

local function people()
  local sales  = team "Sales" {}
  local europe = team "Europe" { parent = sales }
  local asia   = team "Asia" { parent = sales }
  user "carla" { roles = { "sales_manager" }, team = sales }
  user "bob" { roles = { "sales_manager" }, team = europe, manager = user "carla" }
  user "ann" { roles = { "seller" }, team = europe, manager = user "bob" }
  user "sam" { roles = { "seller" }, team = europe, manager = user "bob" }
  user "li" { roles = { "seller" }, team = asia, manager = user "carla" }
  user "fay" { roles = { "finance" } }
  user "eve" {}
  return create "Opportunity" { name = "Pump", owner = user "ann", account = account "Acme" {}, amount = 5000 }
end

test "a deal is its owner's, the team's, and theirs who stand above; finance sees them all" {
  given = people,
  run = function(deal)
    for _, login in ipairs { "ann", "sam", "bob", "carla", "fay" } do expect(deal):seen_by(login) end
    for _, login in ipairs { "li", "eve" } do expect(deal):hidden_from(login) end
    expect(update(deal, { amount = 6000 }, { as = "sam" })):refused "access.update"
    expect(update(deal, { amount = 6000 }, { as = "li" })):refused "record.not_found"
    expect(update(deal, { amount = 6000 }, { as = "fay" })):refused "access.update"
    expect(update(deal, { amount = 6000 }, { as = "ann" })):done()
    expect(update(deal, { amount = 7000 }, { as = "bob" })):done()
  end,
}

test "what is shared is seen, and changed only when it was shared for that" {
  given = people,
  run = function(deal)
    expect(share(deal, { with = "li" }, { as = "sam" })):refused "access.share"
    expect(share(deal, { with = "li" }, { as = "ann" })):done()
    expect(deal):seen_by "li"
    expect(update(deal, { amount = 6000 }, { as = "li" })):refused "access.update"
    expect(share(deal, { with = "li", level = "update" }, { as = "ann" })):done()
    expect(update(deal, { amount = 6000 }, { as = "li" })):done()
  end,
}

test "lines go with their deal, shared ones too" {
  given = people,
  run = function(deal)
    local line = create "OpportunityLine" { opportunity = deal, product = product "Pump" { code = "P-1", list_price = 90 } }
    expect(line):seen_by "sam"
    expect(line):hidden_from "li"
    expect(update(line, { quantity = 2 }, { as = "sam" })):refused "access.update"
    expect(share(deal, { with = team "Asia", level = "update" }, { as = "ann" })):done()
    expect(line):seen_by "li"
    expect(update(line, { quantity = 2 }, { as = "li" })):done()
  end,
}

test "no one makes a deal for someone else but the manager" {
  given = people,
  run = function()
    expect(try_create("Opportunity", { as = "sam" }) { name = "Mine" }):done()
    expect(try_create("Opportunity", { as = "sam" }) { name = "Ann's", owner = user "ann" }):refused "access.create"
    expect(try_create("Opportunity", { as = "bob" }) { name = "Ann's", owner = user "ann" }):done()
    expect(try_create("Opportunity", { as = "eve" }) { name = "Eve's" }):refused "access.create"
  end,
}

test "a closed deal is changed by a manager alone, and deleted by no one" {
  given = people,
  run = function(deal)
    local lost = create "Opportunity" { name = "Valve", owner = user "ann", stage = "lost" }
    expect(update(lost, { lost_reason = "Price" }, { as = "ann" })):refused "access.update"
    expect(update(lost, { lost_reason = "Price" }, { as = "bob" })):done()
    as_user("ann", function()
      expect(pcall(function() lost:delete() end)):is(false)
      deal:delete()
    end)
  end,
}

test "lists and sums are of what one sees" {
  given = people,
  run = function()
    create "Opportunity" { name = "Valve", owner = user "li", amount = 700 }
    local function total() return db.Opportunity:sum("amount") end
    expect(as_user("ann", total)):is(dec(5000))
    expect(as_user("li", total)):is(dec(700))
    expect(as_user("carla", total)):is(dec(5700))
    expect(as_user("ann", function() return db.Opportunity:count("owner.name == 'li'") end)):is(0)
  end,
}
