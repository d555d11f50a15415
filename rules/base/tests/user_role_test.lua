test "no one gives themselves a role; an administrator does" {
  given = function()
    user "ada" { roles = { "administrator" } }
    user "bea" {}
    return user "sam" {}
  end,
  run = function(sam)
    expect(try_create("UserRole", { as = "sam" }) { user = sam, role = "administrator" }):refused "access.create"
    expect(try_create("UserRole", { as = "ada" }) { user = sam, role = "administrator" }):done()
    expect(update(db.UserRole:first("role == 'administrator'"), { role = "everyone" }, { as = "bea" }))
      :refused "access.update"
  end,
}

test "no one picks their own manager" {
  given = function()
    user "ada" { roles = { "administrator" } }
    user "bea" {}
    return user "ann" { manager = user "bob" {} }
  end,
  run = function(ann)
    expect(update(ann, { manager = user "bea" }, { as = "ann" })):refused "field.readonly"
    expect(update(ann, { language = "zh-Hans" }, { as = "ann" })):done()
    expect(update(ann, { language = "zh-Hans" }, { as = "bea" })):refused "access.update"
    expect(update(ann, { manager = user "bea" }, { as = "ada" })):done()
  end,
}
