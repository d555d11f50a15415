-- expect: limit instructions
local s = ("a"):rep(40)
return s:find(("a*"):rep(30) .. "b")
