-- expect: ok
assert(settings.depth == 3)
assert(not pcall(function() settings.depth = 9 end))
assert(settings.depth == 3)
