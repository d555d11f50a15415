test "a large discount waits for the chief" {
  given = function()
    user "chief" { roles = { "chief" } }
    return create "Repair" { device = "Drill", customer = account "Acme", mechanic = user "max",
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
    local repair = create "Repair" { device = "Saw", customer = account "Acme", mechanic = user "max" }
    create "RepairPart" { repair = repair, name = "Belt", price = 30 }
    return repair
  end,
  run = function(repair)
    user "ida" { roles = { "mechanic" } }
    expect(act("Take price from parts", repair, { by = "ida" })):done()
    expect(repair.price):is(dec "45.00")
  end,
}
