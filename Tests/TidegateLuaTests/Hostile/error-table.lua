-- expect: error
error(setmetatable and {} or { message = {}, code = 5 })
