-- expect: limit
local s = ("x"):rep(4000000)
while true do s = s:upper():lower() end
