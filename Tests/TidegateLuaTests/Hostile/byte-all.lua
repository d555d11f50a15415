-- expect: error
return ("x"):rep(3000000):byte(1, -1)
