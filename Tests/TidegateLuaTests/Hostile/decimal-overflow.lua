-- expect: error
local d = dec(2)
for i = 1, 100 do d = d * d end
