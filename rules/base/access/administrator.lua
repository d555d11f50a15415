-- Sets the workspace up: adds fields, loads files of history, and may let a record pass a gate for a
-- reason.
access "administrator" {
  label       = "Administrator",
  permissions = { "waive_gates", "import_records", "customize" },
}
