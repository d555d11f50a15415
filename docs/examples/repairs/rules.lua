validation "Repair" "Warranty costs nothing" {
  must = "not warranty or price is empty or price == 0",
  say  = "{code} is under warranty, so it has no price.",
  at   = "price",
}

validation "Repair" "Promise lies ahead" {
  must = "not changed(promised) or promised >= today()",
  say  = "{promised} is over.",
  kind = "warn",
}

local function is_worth_it(repair)
  return repair.warranty or repair.parts_total == nil or repair.parts_total <= repair.net
end

pipeline "Repair.stage" {
  stage "received" { to = { "quoted" } },
  stage "quoted"   { to = { "repaired", "received" },
    gate "Price known" { must = "warranty or price is not empty" } },
  stage "repaired" { to = { "closed" },
    gate "Discount cleared" { must = "discount <= 10 or approved('discount')" },
    gate "Worth repairing"  { check = is_worth_it,
                              say   = "The parts cost {parts_total}, more than the customer pays." } },
  stage "closed"   { final = true },
}

approval "discount" {
  on     = "Repair",
  when   = "discount > 10",
  freeze = { "price", "discount" },
  never  = { "submitter" },
  step "chief" { who = role "chief", within = "8 work hours" },
  rejected = { tell = "mechanic", say = "{code}: {verdict.by} said no: {verdict.comment}" },
}

hook "Repair" "tidy the device" {
  when        = "changed(device)",
  before_save = function(repair) repair.device = repair.device:gsub("%s+", " ") end,
}

hook "Repair" "note the quote" {
  when       = "changed(stage) and stage == 'quoted'",
  after_save = function(repair) task(repair.mechanic, "Call the customer about " .. repair.code, repair) end,
}

action "Take price from parts" {
  on    = "Repair",
  when  = "count(parts) > 0 and stage in {'received', 'quoted'}",
  roles = { "chief" },
  run   = function(repair)
    repair.price = repair.parts_total * dec "1.5"
    repair:save()
  end,
}

notice "repair ready" {
  on   = "Repair", when = "changed(stage) and stage == 'repaired'",
  once = "{id}",
  to   = "customer.contacts where email is not empty",
  send = "repair_ready",
}

message "repair_ready" {
  subject = "{code}: your {device} is ready",
  body    = "It costs {net}.",
  ["zh-Hans"] = { subject = "{code}：{device} 已修好", body = "费用 {net}。" },
}

alert "too many parts" {
  on    = "Repair",
  raise = "count(parts) > 3",
  clear = "count(parts) <= 2",
  say   = "{code} needs many parts",
  level "warning" { task = "mechanic" },
}

import "repairs/repairs" {
  into    = "Repair",
  columns = { number = "code", device = "device", customer = "customer.name", state = "stage", price = "price" },
  replace = { state = { open = "received", done = "closed" } },
  null    = { "-" },
  key     = { "code" },
}
