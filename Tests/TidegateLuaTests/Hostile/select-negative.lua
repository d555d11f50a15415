-- expect: ok
assert(not pcall(select, 0, 1))
assert(select("#") == 0)
assert(not pcall(select, -5, 1))
