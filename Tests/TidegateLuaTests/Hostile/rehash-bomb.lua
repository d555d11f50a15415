-- expect: limit
local t = {}
for i = 1, 1 << 22 do t[i * ((1 << 17) - 1)] = true end
