test "no one gives themselves a role; an administrator does" {
  given = function()
    user "ada" { roles = { "administrator" } }
    return user "sam" {}
  end,
  run = function(sam)
    expect(try_create("UserRole", { as = "sam" }) { user = sam, role = "administrator" }):refused "Only administrators give roles"
    expect(try_create("UserRole", { as = "ada" }) { user = sam, role = "administrator" }):done()
  end,
}
