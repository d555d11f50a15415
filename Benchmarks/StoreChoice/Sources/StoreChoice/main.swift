import GRDB
import TidegateStore
print("x")
