test "a product without a code gets one from its name; a code that is given stays" {
  run = function()
    expect(product "GTX Plus Basic" {}.code):is("GTX-PLUS-BASIC")
    expect(product "Pump" { code = "P-1" }.code):is("P-1")
  end,
}
