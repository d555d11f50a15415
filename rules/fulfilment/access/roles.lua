-- Packs and sends.
access "warehouse" { label = "Warehouse" }

-- Buys from suppliers; is asked when stock runs low.
access "buyer"     { label = "Buyer" }
