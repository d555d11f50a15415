-- expect: ok
for _, p in ipairs { "[", "%", "(", "%b", "%f", "[%", "%1", "(%1)", "[a-", "[]", "[^", "%0" } do
  assert(not pcall(string.find, "abc", p), p)
end
