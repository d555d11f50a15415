pack "bench" { version = "1.0.0", label = "The works that speed is measured on" }
