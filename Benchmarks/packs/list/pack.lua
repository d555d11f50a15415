-- A million records that lists and summaries are asked of.
pack "list" { version = "1.0.0" }
