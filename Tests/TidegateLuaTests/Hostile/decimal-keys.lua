-- expect: limit
local t = {}
local step = dec(1 << 28)
local k = dec(0)
for i = 1, 1 << 22 do k = k + step t[k] = i end
