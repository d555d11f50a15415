-- expect: ok
for _, v in ipairs { tostring({}), tostring(print), tostring(function() end), string.format("%s", {}) } do
  assert(not v:find("0x"), v)
end
assert(not pcall(string.format, "%p", {}))
