-- expect: error
error("\255\0\254 broken")
