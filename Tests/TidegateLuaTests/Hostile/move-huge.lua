-- expect: limit instructions
table.move({}, 1, 1 << 30, 2, {})
