-- What the warehouse presses says how much goes.
locale "en" {
  SalesOrder = { actions = { ["Ship"] = "Ship all that is open" } },
}
