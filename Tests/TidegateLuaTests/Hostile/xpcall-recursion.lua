-- expect: ok
local n = 0
local function f() n = n + 1 return xpcall(f, f) end
f()
assert(n > 10)
