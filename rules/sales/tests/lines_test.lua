-- Prices come from the list, and lines make the total.

local function line(values)
  values.opportunity = values.opportunity or create "Opportunity" { name = "Pump" }
  return create "OpportunityLine" (values)
end

local function pump(price) return product "Pump" { code = "P-1", list_price = price } end

test "a line takes the price of the list" {
  run = function() expect(line { product = pump(dec("1250.50")) }.price):is(dec("1250.50")) end,
}

test "a price typed in stays, whatever happens to the quantity" {
  given = function() return line { product = pump(1250), price = 1100 } end,
  run = function(line)
    expect(update(line, { quantity = 4 })):done()
    expect(line.price):is(dec(1100))
    expect(line.total):is(dec(4400))
  end,
}

test "another product brings its own price" {
  given = function() return line { product = pump(1250) } end,
  run = function(line)
    expect(update(line, { product = product "Valve" { code = "V-1", list_price = 90 } })):done()
    expect(line.price):is(dec(90))
  end,
}

test "what has no list price needs one typed in" {
  given = function() return create "Opportunity" { name = "Pump" } end,
  run = function(deal)
    local day = product "Commissioning" { code = "S-9" }
    expect(try_create "OpportunityLine" { opportunity = deal, product = day }):refused "price.none"
    expect(try_create "OpportunityLine" { opportunity = deal, product = day, price = 900 }):done()
  end,
}

test "what is discontinued is offered no more, but stays where it was offered" {
  given = function() return line { product = pump(1250) } end,
  run = function(line)
    expect(update(line.product, { discontinued = true })):done()
    expect(try_create "OpportunityLine" { opportunity = line.opportunity, product = line.product })
      :refused "Still for sale"
    expect(update(line, { quantity = 2 })):done()
  end,
}

test "the total follows the lines, the net the discount" {
  given = function() return create "Opportunity" { name = "Pump", amount = 1000, discount = dec("12.5") } end,
  run = function(deal)
    expect(deal.net):is(dec(875))
    local first = line { opportunity = deal, product = pump(100), quantity = 3 }
    line { opportunity = deal, product = product "Valve" { code = "V-1", list_price = 90 } }
    expect(db.Opportunity:get(deal.id).list_total):is(dec(390))
    first:delete()
    expect(db.Opportunity:get(deal.id).list_total):is(dec(90))
  end,
}
