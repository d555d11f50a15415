-- expect: limit memory
local t = {} for i = 1, 3000 do t[i] = ("x"):rep(2000) end
local k = {} while true do k[#k + 1] = table.concat(t, ",") end
