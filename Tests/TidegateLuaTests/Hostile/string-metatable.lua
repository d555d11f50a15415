-- expect: ok
assert(not pcall(function() ("").x = 1 end))
assert(("").__index == nil)
assert(not pcall(function() string.rep = nil end))
assert(("x"):rep(3) == "xxx")
