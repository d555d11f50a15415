-- What lines and deals cost. Money is exact: 0.10 + 0.20 is 0.30 here.
local pricing = {}

-- A deal without lines is an estimate, and fine. With lines, every one of them has a price and
-- together they are the amount.
function pricing.adds_up(deal)
  if #deal.lines == 0 then return true end
  local total = dec(0)
  for line in deal.lines:each() do
    if not line.total then return false end
    total = total + line.total
  end
  return total == deal.amount
end

return pricing
