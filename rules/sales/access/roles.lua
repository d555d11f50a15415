access "seller"        { label = "Seller" }

-- Answers for a team's deals.
access "sales_manager" { label = "Sales manager" }

-- Votes on what costs the company money.
access "finance"       { label = "Finance" }
