-- A tree that bites its own tail would ask people about themselves.
validation "User" "No one manages themselves" {
  must = "manager is empty or manager != id",
  say  = "{name} cannot be their own manager.",
  at   = "manager",
}

validation "Account" "No company owns itself" {
  must = "parent is empty or parent != id",
  say  = "{name} cannot be its own parent company.",
  at   = "parent",
}

validation "Team" "No team belongs to itself" {
  must = "parent is empty or parent != id",
  say  = "{name} cannot be the team above itself.",
  at   = "parent",
}
