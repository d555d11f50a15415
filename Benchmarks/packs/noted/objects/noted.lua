object "Noted" {
  title = "{code} {name}", search = { "name", "code", "notes" },
  text "name", text "code", text "notes" { max = 10000 },
}
object "Plain" {
  title = "{code} {name}", search = {},
  text "name", text "code", text "notes" { max = 10000 },
}
