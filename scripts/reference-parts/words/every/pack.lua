pack "every" {
  version  = "1.0.0",
  label    = "Every word",
  requires = { people = "^1.0" },
  zzqq = 1
}
