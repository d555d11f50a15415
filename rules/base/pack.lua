-- People and companies: what every other pack builds on.
pack "base" {
  version = "1.0.0",
  label   = "Base",
  samples = { "teams", "users", "roles", "accounts", "contacts" },
}
