-- expect: limit instructions
for i = 1, math.huge do for w in ("a b c"):gmatch("%a") do end end
