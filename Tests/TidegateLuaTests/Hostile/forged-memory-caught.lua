-- expect: ok
assert(not pcall(error, "not enough memory", 0))
assert(not pcall(error, "instructions"))
