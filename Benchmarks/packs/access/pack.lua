-- A million records, seen through a tree of teams.
pack "access" { version = "1.0.0" }
