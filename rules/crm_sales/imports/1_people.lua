-- sales_teams.csv, read five times: each time one kind of record is in it.
-- Managers stand only in the column manager, 35 rows for six people: the key makes them one each.

import "crm_sales/teams" {
  into    = "Team",
  columns = { regional_office = "name" },
  key     = { "name" },
}

import "crm_sales/managers" {
  into    = "User",
  columns = { manager = "name", regional_office = "team.name" },
  key     = { "name" },
}

import "crm_sales/sellers" {
  into    = "User",
  columns = { sales_agent = "name", manager = "manager.name", regional_office = "team.name" },
  key     = { "name" },
}

import "crm_sales/manager roles" {
  into    = "UserRole",
  columns = { manager = "user.name" },
  set     = { role = "sales_manager" },
  key     = { "user" },
}

import "crm_sales/seller roles" {
  into    = "UserRole",
  columns = { sales_agent = "user.name" },
  set     = { role = "seller" },
  key     = { "user" },
}
