-- What the files leave out is filled in.

test "a deal of the file gets a name" {
  given = function() return product "GTX Pro" {} end,
  run = function(gtx)
    local known = create "Opportunity" { external_id = "A", product = gtx, account = account "Isdom" }
    expect(known.name):is("GTX Pro for Isdom")
    local open = create "Opportunity" { external_id = "B", product = gtx }
    expect(open.name):is("GTX Pro for a customer to be found")
  end,
}

test "a deal of the file comes in once" {
  given = function() return create "Opportunity" { external_id = "1C1I7A6R", name = "Pump" } end,
  run = function()
    expect(try_create "Opportunity" { external_id = "1C1I7A6R", name = "Pump" }):refused "record.not_unique"
  end,
}

test "history stays history, but what goes on meets the gates" {
  given = function() return create "Opportunity" { external_id = "A", name = "Old", stage = "negotiate", signed_on = today() } end,
  run = function(deal)
    expect(move(deal, "won")):done()
    expect(try_create "Opportunity" { external_id = "B", name = "New", stage = "won" }):refused "Way to won"
  end,
}
