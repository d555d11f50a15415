test "a large discount waits for the chief" {
  given = function()
    user "chief" { roles = { "chief" } }
    return create "Repair" { device = "Drill", customer = account "Acme", mechanic = user "max" { roles = { "mechanic" } },
                             stage = "quoted", price = 200, discount = 20 }
  end,
  run = function(repair)
    expect(move(repair, "repaired", { by = "max" })):refused "Discount cleared"
    expect(repair):waits_for("discount", "chief", "chief")
    expect(approve(repair, "discount", { by = "chief" })):done()
    expect(move(repair, "repaired", { by = "max" })):done()
  end,
}

test "parts give the price" {
  given = function()
    local ida = user "ida" { roles = { "mechanic" } }
    local repair = create "Repair" { device = "Saw", customer = account "Acme", mechanic = ida }
    create "RepairPart" { repair = repair, name = "Belt", price = 30 }
    return repair
  end,
  run = function(repair)
    expect(act("Take price from parts", repair, { by = "ida" })):done()
    expect(repair.price):is(dec "45.00")
  end,
}

test "who owns the customer follows the repair, but not what the parts cost" {
  given = function()
    user "eve" {}
    return create "Repair" { device = "Drill", customer = account "Acme" { owner = user "sam" } }
  end,
  run = function(repair)
    expect(repair):seen_by "sam"
    expect(repair):hidden_from("sam", "parts_total")
    expect(repair):hidden_from "eve"
    expect(update(repair, { price = 80 }, { as = "sam" })):refused "access.update"
    as_user("eve", function() expect(db.Repair:count()):is(0) end)
  end,
}
