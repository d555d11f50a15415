object "Carrier" {
  label = "Carrier",

  integer "number" { required = true },
  text    "name"   { required = true, max = 80 },
  phone   "phone",

  unique { "number" },
}
