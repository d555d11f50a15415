-- expect: ok
local print = print
_ENV = { }
x = 1
assert = nil
