-- expect: limit instructions
local s = ("a"):rep(1000)
while true do for c in s:gmatch(".-") do end end
