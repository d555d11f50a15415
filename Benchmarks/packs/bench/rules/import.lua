import "prospects" {
  into = "Prospect",
  columns = {
    name = "name", account = "account", amount = "amount", currency = "currency", stage = "stage",
    probability = "probability", close_date = "close_date", owner = "owner", source = "source",
    requirement_confirmed = "requirement_confirmed", notes = "notes", created_date = "created_date",
  },
}
