-- expect: limit instructions
local function f() return f() end
f()
