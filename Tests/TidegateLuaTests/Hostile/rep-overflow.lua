-- expect: error
return ("xx"):rep(math.maxinteger)
