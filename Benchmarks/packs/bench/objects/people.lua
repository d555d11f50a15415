object "User" {
  title = "{name}",
  text      "login"   { required = true },
  text      "name",
  email     "email",
  reference "manager" { to = "User", on_delete = "clear" },
  boolean   "active"  { default = true },
  unique { "login" },
}

object "UserRole" {
  reference "user" { to = "User", required = true, on_delete = "cascade" },
  text      "role" { required = true },
  index { "role" },
  index { "user" },
}

object "Account" {
  text "name" { required = true },
}

access "first"  { label = "First approver" }
access "second" { label = "Second approver" }
