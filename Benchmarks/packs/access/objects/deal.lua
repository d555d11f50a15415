object "User" {
  title = "{name}",
  text "login" { required = true }, text "name", email "email", text "language",
  reference "manager" { to = "User", on_delete = "clear" },
  reference "team" { to = "Team", on_delete = "clear" },
  boolean "active" { default = true }, unique { "login" },
}

object "UserRole" {
  title = "{role}",
  reference "user" { to = "User", required = true, on_delete = "cascade" },
  text "role" { required = true },
}

object "Team" {
  text "name", reference "parent" { to = "Team", on_delete = "clear" },
  reference "lead" { to = "User", on_delete = "clear" },
}

object "Deal" {
  text      "name"   { required = true },
  choice    "stage"  { values = { "open", "won", "lost" }, default = "open" },
  money     "amount",
  date      "closes",
  reference "owner"  { to = "User", on_delete = "clear" },
  reference "team"   { to = "Team", on_delete = "clear" },
  index { "stage", "closes" }, index { "owner", "stage", "closes" }, index { "team", "stage", "closes" },
  index { "owner" }, index { "team" },
}
