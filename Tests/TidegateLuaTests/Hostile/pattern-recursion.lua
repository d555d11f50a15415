-- expect: error
return ("x"):rep(500):find(("x?"):rep(500) .. "y")
