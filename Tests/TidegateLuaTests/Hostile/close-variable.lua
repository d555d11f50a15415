-- expect: error
local x <close> = {}
