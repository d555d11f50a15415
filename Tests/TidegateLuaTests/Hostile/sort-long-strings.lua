-- expect: limit instructions
local s = ("a"):rep(30000)
local t = {} for i = 1, 200 do t[i] = s .. i % 7 end
while true do table.sort(t) end
