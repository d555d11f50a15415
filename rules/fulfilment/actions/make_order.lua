-- A won deal becomes an order, once. The deal's discount is that of each line. Nobody types an order
-- in beside it, so it is made with the system's rights.
action "Make order" {
  on    = "Opportunity",
  when  = "stage == 'won' and count(orders) == 0",
  say   = "one order is made of each won deal; {code} is {stage}, orders so far: {count(orders)}",
  roles = { "seller", "sales_manager" },
  as    = "system",
  run   = function(deal)
    local order = create "SalesOrder" { customer = deal.account, opportunity = deal, owner = deal.owner }
    for line in deal.lines:each() do
      create "SalesOrderLine" {
        order    = order,
        product  = line.product,
        quantity = line.quantity,
        price    = line.price,
        discount = deal.discount,
      }
    end
    return order
  end,
}
