-- The sample people, and the form your own files can take. Managers stand above their reports.
import "base/teams" {
  into    = "Team",
  columns = { name = "name", parent = "parent.name" },
  key     = { "name" },
}

import "base/users" {
  into    = "User",
  columns = {
    login    = "login",
    name     = "name",
    email    = "email",
    language = "language",
    manager  = "manager.login",
    team     = "team.name",
  },
  key     = { "login" },
}

import "base/roles" {
  into    = "UserRole",
  columns = { login = "user.login", role = "role" },
  key     = { "user", "role" },
}
