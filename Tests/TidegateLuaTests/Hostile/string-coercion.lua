-- expect: error
return "10" + 1
