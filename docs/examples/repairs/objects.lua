object "Repair" {
  label = "Repair", title = "{code} {device}",

  autonumber "code"     { format = "REP-{yyyy}-{0000}" },
  text       "device"   { required = true, max = 120 },
  reference  "customer" { to = "Account", required = true },
  reference  "mechanic" { to = "User", default = "me()" },
  choice     "stage"    { values = { "received", "quoted", "repaired", "closed" }, default = "received" },
  money      "price"    { min = 0 },
  percent    "discount" { min = 0, max = 100, default = 0 },
  money      "net"      { formula = "price * (100 - discount) / 100" },
  boolean    "warranty" { default = false },
  date       "promised" { default = "today() + days(7)" },
  multichoice "faults"  { values = { "noise", "heat", "leak" } },
  geopoint   "place",
  children   "parts"    { of = "RepairPart.repair" },
  money      "parts_total" { rollup = "sum(parts.price)" },
}

object "RepairPart" {
  label = "Spare part", title = "{name}",
  reference "repair" { to = "Repair", required = true, on_delete = "cascade" },
  text      "name"   { required = true },
  money     "price"  { required = true, min = 0 },
}

access "mechanic" {
  label = "Mechanic",
  Repair     = { create = true, read = true, update = "mechanic is empty or mechanic == me() or shared('update')",
                 readonly = { "warranty" }, actions = { "Take price from parts" } },
  RepairPart = { create = true, read = true, update = "repair.mechanic == me()", delete = "repair.mechanic == me()" },
}

access "chief" {
  label       = "Chief",
  permissions = { "waive_gates", "import_records" },
  Repair      = { create = true, read = true, update = true, delete = "stage == 'received'" },
  RepairPart  = { create = true, read = true, update = true, delete = true },
}

access "everyone" {
  Repair = { read = "mechanic == me() or customer.owner == me()", hide = { "parts_total" } },
}
