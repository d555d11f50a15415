pack "repairs" {
  version  = "1.0.0",
  label    = "Repairs",
  requires = { base = "^1.0" },
}
