-- expect: error
this is not lua
