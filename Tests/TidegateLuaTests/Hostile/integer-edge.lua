-- expect: ok
assert(not pcall(function() return 1 // 0 end))
assert(not pcall(function() return math.mininteger % 0 end))
assert(math.mininteger // -1 == math.mininteger)
assert(dec(math.mininteger) < 0)
assert(not pcall(function() return -dec(math.mininteger) end))
assert(not pcall(function() return dec(math.mininteger) // -1 end))
assert(not pcall(function() return days(math.maxinteger) end))
