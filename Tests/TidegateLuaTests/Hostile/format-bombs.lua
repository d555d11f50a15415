-- expect: ok
assert(not pcall(string.format, "%999d", 1))
assert(not pcall(string.format, "%.999f", 1))
assert(not pcall(string.format, "%", 1))
assert(not pcall(string.format, "%d", "x"))
assert(#string.format("%99.99f", 1e308) < 500)
assert(not pcall(string.format, "%n", 1))
