-- Sets the workspace up: sees and changes everything, gives roles, adds objects and fields, loads files
-- of history, and may let a record pass a gate for a reason.
access "administrator" {
  label       = "Administrator",
  permissions = { "administer", "customize", "import_records", "waive_gates" },
}
