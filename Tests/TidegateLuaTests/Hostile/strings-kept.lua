-- expect: limit memory
local t = {} for i = 1, math.maxinteger do t[i] = ("x"):rep(10000) .. i end
