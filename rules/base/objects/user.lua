-- Who signs in, who decides, who is told. The engine itself reads login, name, email, manager,
-- active and language.
object "User" {
  label = "User", title = "{name}", search = { "name", "login", "email" },

  text      "login"    { required = true, max = 80, help = "Made from the name when left empty." },
  text      "name"     { required = true, max = 120 },
  email     "email"    { help = "Where tasks and messages go." },
  phone     "phone",
  choice    "language" { values = { "en", "zh-Hans", "zh-Hant" }, default = "en" },
  reference "manager"  { to = "User", on_delete = "clear", help = "Decides first about what this user submits." },
  reference "team"     { to = "Team", on_delete = "clear" },
  boolean   "active"   { default = true, help = "Who is no longer active is asked and told nothing." },
  children  "roles"    { of = "UserRole.user" },
  children  "reports"  { of = "User.manager", label = "Direct reports" },

  unique { "login" },
  index  { "name" },
}
