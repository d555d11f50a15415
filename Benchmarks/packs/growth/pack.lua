-- What a save costs that many records, or many children of one record, are there already.
pack "growth" { version = "1.0.0" }
