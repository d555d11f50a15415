-- expect: limit instructions
while true do pcall(string.gsub, ("x"):rep(1000), ".", function() local t = {} for i = 1, 1000 do t[i] = i end end) end
