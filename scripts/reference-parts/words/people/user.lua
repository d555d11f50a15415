object "User" {
  title = "{name}",
  text "login", text "name", email "email", reference "manager" { to = "User" },
}

-- For the keys: every/4_locale.lua has objects among them.
locale "en" { zzqq = 1 }
