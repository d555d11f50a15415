-- expect: ok
local n = 0
local function f() n = n + 1 local ok = pcall(f) return ok end
f()
assert(n > 10)
