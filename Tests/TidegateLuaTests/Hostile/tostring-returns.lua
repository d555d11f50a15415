-- expect: ok
assert(tostring(nil) == "nil" and tostring(1) == "1" and tostring(1.0) == "1.0")
