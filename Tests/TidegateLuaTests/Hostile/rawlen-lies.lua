-- expect: ok
assert(rawlen({ 1, 2 }) == 2)
assert(not pcall(rawlen, 5))
