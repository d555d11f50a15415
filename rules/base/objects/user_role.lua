-- One role given to one user. Packs declare the roles there are: access "seller" { … }
object "UserRole" {
  label = "Role of a user", plural = "Roles of users", title = "{user}: {role}",

  reference "user" { to = "User", required = true, on_delete = "cascade" },
  text      "role" { required = true, max = 80 },

  unique { "user", "role" },
  index  { "role" },
}
