-- expect: ok
local t = { 1, 2, 3, a = 1, b = 2, c = 3 }
for k in pairs(t) do t[k] = nil t[tostring(k) .. "x"] = nil end
assert(next(t) == nil)
