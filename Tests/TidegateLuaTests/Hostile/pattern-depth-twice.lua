-- expect: error
local it = ("x"):rep(500):gmatch(("x?"):rep(500) .. "y")
for i = 1, 3 do pcall(it) end
it()
