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
