-- What everyone may who signs in. The roles of other packs add to it; what no role names, nobody sees.
access "everyone" {
  label = "Everyone",

  -- Who leads whom decides who approves what, and a role is power: neither is one's own to change.
  User     = { read = true, update = "id == me()", readonly = { "login", "manager", "team", "active" } },
  UserRole = { read = true },
  Team     = { read = true },

  -- What amounts are worth is no secret to who may see them.
  ExchangeRate = { read = true },

  -- Companies are known to all; what they earn is for those who answer for deals.
  Account  = {
    create = true,
    read   = true,
    update = "owner is empty or owner == me() or owner in my_reports() or shared('update')",
    hide   = { "revenue" },
  },
  Contact  = {
    create = true,
    read   = true,
    update = "account.owner is empty or account.owner == me() or account.owner in my_reports() or shared(account, 'update')",
    delete = "account.owner == me() or account.owner in my_reports()",
  },
}
