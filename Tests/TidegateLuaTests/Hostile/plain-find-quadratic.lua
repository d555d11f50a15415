-- expect: limit instructions
local s = ("a"):rep(200000)
local w = ("a"):rep(100000) .. "b"
while true do s:find(w, 1, true) end
