-- expect: limit instructions
local d = dec("0.1")
while true do d = d * 3 % 7 / 3 end
