-- expect: limit instructions
local t = {} for i = 1, 5000 do t["k" .. i] = i end
local k
repeat k = next(t, k) until k == nil
