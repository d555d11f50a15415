-- From the first talk to the signature: products, deals, and who may give how much away.
pack "sales" {
  version  = "1.0.0",
  label    = "Sales",
  requires = { base = "^1.0" },
  samples  = { "roles", "products", "opportunities", "opportunity_lines" },
}
