-- expect: error
return (""):rep(1 << 40, "ab")
