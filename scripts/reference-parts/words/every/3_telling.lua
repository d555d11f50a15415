notice "ready" {
  on   = "Repair",
  when = "changed(stage) and stage == 'done'",
  once = "{id}",
  to   = role "mechanic",
  case "free" { when = "price is empty", send = "ready", zzqq = 1 },
  case "paid" { send = "ready" },
  zzqq = 1
}

notice "quoted" {
  on   = "Repair",
  when = "changed(stage) and stage == 'quoted'",
  once = "{id}/{price}",
  to   = "owner",
  send = "ready",
  zzqq = 1
}

message "ready" {
  subject = "{code} is {stage}",
  body    = "{device}: {price}",
  ["zh-Hans"] = { subject = "{code}", body = "{device}" },
  ["zh-Hant"] = { subject = "{code}", body = "{device}" },
  zzqq = 1
}

alert "stuck" {
  on    = "Repair",
  raise = "stage == 'quoted' and pieces > 10",
  clear = "stage == 'done' or pieces < 8",
  say   = "{code} is stuck",
  level "critical" { when = "pieces > 50", task = role "chief", zzqq = 1 },
  level "warning"  { task = "owner" },
  zzqq = 1
}

import "every/repairs" {
  into    = "Repair",
  columns = { number = "code", device = "device", mechanic = "owner.login", kind = "stage" },
  replace = { kind = { Open = "received", Closed = "done" } },
  null    = { "-", "n/a" },
  dates   = "DD.MM.YYYY",
  key     = { "code" },
  set     = { warranty = false },
  zzqq = 1
}
