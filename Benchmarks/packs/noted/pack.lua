-- A million records whose texts are searched, and the same without an index.
pack "noted" { version = "1.0.0" }
