-- expect: ok
for i = 1, 2000 do assert(not pcall(ask, {})) end
