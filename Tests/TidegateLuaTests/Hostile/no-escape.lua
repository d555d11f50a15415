-- expect: ok
for _, n in ipairs { "io", "os", "debug", "package", "require", "load", "loadfile", "dofile", "loadstring", "collectgarbage", "coroutine", "setmetatable", "getmetatable", "rawset", "rawget", "warn", "_G", "host", "export", "where" } do
  assert(_ENV[n] == nil, n)
end
assert(string.dump == nil and ("").dump == nil and string.pack == nil)
