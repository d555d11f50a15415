-- expect: error
local t = {} for i = 1, 5000 do t[i] = i end
local a = {} for i = 1, 3000 do a[i] = t end
return a
