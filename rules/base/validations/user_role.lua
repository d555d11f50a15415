-- A role is power, so no one takes one for themselves. The operator of the workspace, who is no
-- user, gives the first.
validation "UserRole" "Only administrators give roles" {
  must = "me() is empty or has_role('administrator')",
  say  = "Ask an administrator to give the role {role}.",
  at   = "role",
}
