-- A person at an account.
object "Contact" {
  label = "Contact", search = { "name", "job_title", "email", "phone" },

  text      "name"         { required = true, max = 120 },
  text      "job_title"    { max = 80 },
  email     "email",
  phone     "phone",
  choice    "role"         { values = { "decider", "influencer", "buyer", "user" },
                             help = "The part this person plays when the account buys." },
  choice    "language"     { values = { "en", "zh-Hans", "zh-Hant" }, default = "en",
                             help = "Messages to this person are written in it." },
  boolean   "wants_notice" { default = false, label = "Wants shipment notices" },
  reference "account"      { to = "Account", required = true, on_delete = "cascade" },

  index { "account", "role" },
}
