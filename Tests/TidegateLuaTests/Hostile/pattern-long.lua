-- expect: error
return ("x"):find(("[a-z]"):rep(10000))
