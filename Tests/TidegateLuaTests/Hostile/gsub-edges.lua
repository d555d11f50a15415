-- expect: ok
assert(not pcall(string.gsub, "rep", "rep", string))
assert(("abc"):gsub("", "-") == "-a-b-c-")
assert(("aaa"):gsub("^a", "b") == "baa")
assert(not pcall(string.gsub, "x", "x", "%5"))
assert(not pcall(string.gsub, "x", "x", "%"))
