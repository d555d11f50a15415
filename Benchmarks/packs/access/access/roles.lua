access "seller" {
  Deal = {
    create = true,
    read   = "owner == me() or owner in my_reports() or team in my_teams() or shared()",
    update = "owner == me() or shared('update')",
  },
}

-- The tree of teams alone.
access "office" {
  Deal = { read = "team in my_teams()" },
}

access "everyone" {
  User = { read = true }, UserRole = { read = true }, Team = { read = true },
}

-- No condition: what is measured against.
access "boss" { Deal = { read = true } }
