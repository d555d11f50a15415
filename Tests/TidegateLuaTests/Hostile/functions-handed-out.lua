-- expect: limit instructions
while true do pcall(ask, function() end) end
