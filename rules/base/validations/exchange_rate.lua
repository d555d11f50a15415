validation "ExchangeRate" "A rate is above zero" {
  must = "rate > 0",
  say  = "A currency that is worth nothing is none.",
  at   = "rate",
}
