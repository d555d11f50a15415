-- expect: limit instructions
while true do local s = ("x"):rep(4000000) end
