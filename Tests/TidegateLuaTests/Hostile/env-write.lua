-- expect: ok
assert(not pcall(function() _ENV.x = 1 end))
assert(not pcall(table.insert, _ENV, 1))
assert(not pcall(table.insert, string, 1))
assert(not pcall(table.sort, math))
assert(not pcall(table.move, { 1 }, 1, 1, 1, math))
assert(not pcall(table.remove, _ENV))
