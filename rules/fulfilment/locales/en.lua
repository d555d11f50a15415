-- What the warehouse presses says how much goes.
locale "en" {
  SalesOrder = { actions = { ["Prepare"] = "Prepare a parcel", ["Ship"] = "Ship what one warehouse has" } },
}
