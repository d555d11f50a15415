-- expect: limit instructions
::again:: goto again
