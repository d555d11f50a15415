test "a company does not own itself, but another company may" {
  given = function() return account "臺北精密機械股份有限公司" {} end,
  run = function(company)
    expect(update(company, { parent = company })):refused "No company owns itself"
    expect(update(company, { parent = account "Hafenkran AG" })):done()
    expect(company.parent.name):is("Hafenkran AG")
  end,
}

test "who wants shipment notices has an address" {
  given = function() return account "Acme" {} end,
  run = function(acme)
    expect(try_create "Contact" { name = "Eve", account = acme, wants_notice = true })
      :refused "Notices need an address"
    expect(try_create "Contact" { name = "Eve", account = acme, wants_notice = true, email = "eve@acme.example" })
      :done()
    expect(#acme.contacts):is(1)
  end,
}

test "contacts go with their account" {
  given = function()
    local acme = account "Acme" {}
    create "Contact" { name = "Eve", account = acme }
    return acme
  end,
  run = function(acme)
    acme:delete()
    expect(db.Contact:count()):is(0)
  end,
}

test "a team stands below another, never below itself" {
  given = function() return team "Sales Europe" { parent = team "Sales" } end,
  run = function(europe)
    expect(europe.parent.name):is("Sales")
    expect(update(europe, { parent = europe })):refused "No team belongs to itself"
  end,
}

test "what a company earns is not for everyone" {
  given = function()
    user "sam" {}
    user "ada" { roles = { "administrator" } }
    return account "Acme" { revenue = 12, owner = user "sam" }
  end,
  run = function(acme)
    expect(acme):seen_by "sam"
    expect(acme):hidden_from("sam", "revenue")
    expect(acme):seen_by("ada", "revenue")
    expect(update(acme, { city = "Lyon" }, { as = "sam" })):done()
    expect(update(acme, { revenue = 99 }, { as = "sam" })):refused "field.unknown"
    as_user("sam", function() expect(db.Account:first("name == 'Acme'").revenue):is(nil) end)
  end,
}

test "a company is changed by its owner, by those above, and by whom it is shared with" {
  given = function()
    user "bob" {}
    user "eve" {}
    return account "Acme" { owner = user "ann" { manager = user "bob" } }
  end,
  run = function(acme)
    expect(update(acme, { city = "Lyon" }, { as = "bob" })):done()
    expect(update(acme, { city = "Nice" }, { as = "eve" })):refused "access.update"
    expect(share(acme, { with = "eve", level = "update" }, { as = "eve" })):refused "access.share"
    expect(share(acme, { with = "eve", level = "read" }, { as = "ann" })):done()
    expect(update(acme, { city = "Nice" }, { as = "eve" })):refused "access.update"
    expect(share(acme, { with = "eve", level = "update" }, { as = "ann" })):done()
    expect(update(acme, { city = "Nice" }, { as = "eve" })):done()
  end,
}
