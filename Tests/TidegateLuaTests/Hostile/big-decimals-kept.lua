-- expect: limit memory
local t = {}
for i = 1, math.maxinteger do t[i] = dec("123456789012345678") + i end
