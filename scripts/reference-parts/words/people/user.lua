object "User" {
  title = "{name}",
  text "login", text "name", email "email", reference "manager" { to = "User" },
}
