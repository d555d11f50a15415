object "Repair" {
  label = "Repair", plural = "Repairs", title = "{code} {device}",
  search = { "code", "device", "email" },

  autonumber "code"     { format = "REP-{yyyy}-{0000}", label = "Number", zzqq = 1 },
  text       "device"   { required = true, max = 120, help = "What is broken.", zzqq = 1 },
  choice     "stage"    { values = { "received", "quoted", "done" }, default = "received", zzqq = 1 },
  integer    "pieces"   { min = 1, max = 100, default = 1, zzqq = 1 },
  decimal    "hours"    { scale = 2, min = 0, zzqq = 1 },
  money      "price"    { scale = 2, min = 0, zzqq = 1 },
  currency   "currency" { default = "EUR", zzqq = 1 },
  money      "deposit"  { currency = "currency", zzqq = 1 },
  percent    "discount" { min = 0, max = 100, default = 0, zzqq = 1 },
  money      "net"      { formula = "price * (100 - discount) / 100" },
  boolean    "warranty" { default = false, zzqq = 1 },
  date       "promised" { default = "today() + days(7)", zzqq = 1 },
  datetime   "seen_at"  { zzqq = 1 },
  duration   "waited"   { zzqq = 1 },
  email      "email"    { zzqq = 1 },
  phone      "phone"    { zzqq = 1 },
  url        "page"     { zzqq = 1 },
  multichoice "faults"  { values = { "noise", "heat", "leak" }, zzqq = 1 },
  emails     "copies"   { zzqq = 1 },
  phones     "phones"   { zzqq = 1 },
  geopoint   "place"    { zzqq = 1 },
  json       "payload"  { zzqq = 1 },
  reference  "owner"    { to = "User", on_delete = "clear", default = "me()", zzqq = 1 },
  children   "parts"    { of = "Part.repair", label = "Spare parts", zzqq = 1 },
  integer    "stocked"  { rollup = "count(parts where in_stock)" },
  boolean    "cleared"  { default = false },

  unique { "code", zzqq = 1 },
  index  { "stage", "promised", zzqq = 1 },
  zzqq = 1
}

object "Part" {
  title = "{name}",
  text "name", boolean "in_stock",
  reference "repair" { to = "Repair", required = true, on_delete = "cascade" },
}

extend "User" {
  search = { "email" },
  children "repairs" { of = "Repair.owner" },
  zzqq = 1
}

access "mechanic" {
  label = "Mechanic", zzqq = 1,
  Repair = {
    create = true, read = "owner == me() or owner in my_reports() or shared()",
    update = "owner == me() or shared('update')", delete = false,
    hide = { "net" }, readonly = { "discount" }, actions = { "Press for a part" },
  },
  Part = { create = true, read = true },
}
access "chief" { label = "Chief", permissions = { "waive_gates", "import_records" } }
access "everyone" { User = { read = true } }
