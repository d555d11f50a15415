-- Who leads whom decides who approves what, so it is no one's own to change. The operator of the
-- workspace, who is no user, may.
validation "User" "Only administrators change who someone is" {
  must = "me() is empty or has_role('administrator') or not changed(manager) and not changed(login) and not changed(active)",
  say  = "Ask an administrator to change login, manager or whether {name} is active.",
  at   = "manager",
}
