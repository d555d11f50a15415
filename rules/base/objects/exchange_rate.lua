-- What a currency is worth in that of the workspace, from a day on until the next rate. The currency of the
-- workspace is the one with a rate of 1.
object "ExchangeRate" {
  label = "Exchange rate", title = "{currency} {day}", search = {},

  currency "currency" { required = true },
  date     "day"      { required = true, default = "today()", label = "From", help = "The rate holds from this day on, until the next." },
  decimal  "rate"     { required = true, scale = 9, total = false, label = "Worth",
                        help = "What one unit is worth in the currency of the workspace." },

  unique { "currency", "day" },
}
