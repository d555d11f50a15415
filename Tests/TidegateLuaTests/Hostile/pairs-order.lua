-- expect: ok
local t = { z = 1, a = 2, [10] = 3, [2.5] = 4, [1] = 5, [true] = 6, [-1] = 7 }
local o = {}
for k in pairs(t) do o[#o + 1] = tostring(k) end
assert(table.concat(o, " ") == "1 -1 2.5 10 a z true", table.concat(o, " "))
local k, n = nil, 0
repeat k = next(t, k) n = n + 1 until k == nil
assert(n == 8)
