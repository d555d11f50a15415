test "a rate is above zero" {
  run = function()
    expect(try_create "ExchangeRate" { currency = "USD", day = date("2026-01-01"), rate = 0 })
      :refused "A rate is above zero"
    expect(try_create "ExchangeRate" { currency = "usd", day = date("2026-01-01"), rate = dec("0.92") }):done()
  end,
}

test "a currency has one rate a day" {
  run = function()
    create "ExchangeRate" { currency = "USD", day = date("2026-01-01"), rate = dec("0.92") }
    expect(try_create "ExchangeRate" { currency = "USD", day = date("2026-01-01"), rate = dec("0.93") })
      :refused "record.not_unique"
  end,
}
