-- People grouped in a tree: a sales office, and the region above it.
object "Team" {
  label = "Team",

  text      "name"    { required = true, max = 120 },
  reference "parent"  { to = "Team", on_delete = "clear", label = "Belongs to" },
  reference "lead"    { to = "User", on_delete = "clear" },
  children  "members" { of = "User.team" },
  children  "teams"   { of = "Team.parent", label = "Teams below" },

  unique { "name" },
}
