-- expect: limit instructions
return ("("):rep(100000):find("%b()x")
