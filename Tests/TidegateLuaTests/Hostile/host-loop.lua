-- expect: limit instructions
while true do pcall(ask, 1) end
