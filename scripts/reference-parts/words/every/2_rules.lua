validation "Repair" "Warranty costs nothing" {
  must = "not warranty or price is empty or price == 0",
  say  = "{code} is under warranty, so it has no price.",
  at   = "price",
  kind = "warn",
  zzqq = 1
}

validation "Repair" "A device has a name" {
  on = { "save", "delete" }, check = function(repair) return #repair.device > 2 end,
  zzqq = 1
}

pipeline "Repair.stage" {
  stage "received" { to = { "quoted" }, probability = 20, guide = "Look at it.", zzqq = 1 },
  stage "quoted" { to = { "done", "received" },
    gate "Price known" { need = { "price" }, zzqq = 1 },
  },
  stage "done" { final = true,
    gate "Discount cleared" { must = "discount <= 10 or approved('discount')", say = "The chief decides.", zzqq = 1 },
    gate "Parts are there" { check = function(repair) return repair.stocked > 0 end, zzqq = 1 },
  },
  zzqq = 1
}

approval "discount" {
  on     = "Repair",
  when   = "discount > 10",
  freeze = { "price", "discount", "parts" },
  never  = { "submitter", "owner" },

  step "manager" { who = "owner.manager", within = "8 work hours", zzqq = 1 },
  step "chiefs"  { who = role "chief", quorum = 2, veto = false, when = "price > 1000", zzqq = 1 },

  approved = { set = { cleared = true }, zzqq = 1 },
  superseded = { set = { cleared = false }, zzqq = 1 },
  rejected = { tell = "owner", say = "{code}: {verdict.by} said no: {verdict.comment}", zzqq = 1 },
  zzqq = 1
}

hook "Repair" "tidy the name" {
  when        = "changed(device)",
  before_save = function(repair, old) repair.device = repair.device:gsub("%s+", " ") end,
  zzqq = 1
}

hook "Repair" "order missing parts" {
  when       = "changed(stage) and stage == 'quoted'",
  after_save = function(repair, old) log("quoted", repair.code) end,
  zzqq = 1
}

action "Press for a part" {
  on    = "Repair",
  when  = "stage == 'quoted'",
  say   = "Quote {code} first.",
  confirm = "A belt is ordered for {device}.",
  roles = { "mechanic" },
  run   = function(repair) return create "Part" { name = "Belt", repair = repair } end,
  zzqq = 1
}
