-- expect: limit memory
local t = {} for i = 1, 1000 do t[i] = ("x"):rep(1000) end
local k = {} while true do k[#k + 1] = table.concat(t, ",") end
