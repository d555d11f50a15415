test "a login is made from the name when there is none" {
  run = function()
    local made = create "User" { name = "Moses Frase" }
    expect(made.login):is("moses.frase")
    expect(made.active):is(true)
    expect(made.language):is("en")
  end,
}

test "a login that is given stays, whatever the name becomes" {
  given = function() return user "ann" { name = "Ann Lee" } end,
  run = function(ann)
    expect(update(ann, { name = "Ann Lee-Park" })):done()
    expect(ann.login):is("ann")
  end,
}

test "a login belongs to one user" {
  given = function() return user "ann" {} end,
  run = function()
    expect(try_create "User" { login = "ann", name = "Another Ann" }):refused "record.not_unique"
  end,
}

test "no one manages themselves" {
  given = function() return user "ann" { manager = user "bob" } end,
  run = function(ann)
    expect(update(ann, { manager = ann })):refused "No one manages themselves"
    expect(ann.manager.login):is("bob")
  end,
}

test "a role is given once, and goes with its user" {
  given = function() return user "ann" { roles = { "administrator" } } end,
  run = function(ann)
    expect(try_create "UserRole" { user = ann, role = "administrator" }):refused "record.not_unique"
    expect(db.UserRole:count("user == ?", ann)):is(1)
    ann:delete()
    expect(db.UserRole:count()):is(0)
  end,
}

test "a login is made of letters, digits and a few signs" {
  run = function()
    expect(try_create "User" { login = "Ann Lee!", name = "Ann Lee" }):refused "A login is one word"
    expect(create "User" { login = "安@tidegate.example", name = "安" }.login):is("安@tidegate.example")
    expect(create "User" { name = "Siobhán O'Neil" }.login):is("siobhán.oneil")
  end,
}

test "a login belongs to one user, however it is cased" {
  given = function() return user "ann" {} end,
  run = function()
    expect(try_create "User" { login = "Ann", name = "Another Ann" }):refused "record.not_unique"
  end,
}
