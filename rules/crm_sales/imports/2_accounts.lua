-- accounts.csv, read twice: a parent company may stand below its subsidiary.

import "crm_sales/accounts" {
  into    = "Account",
  columns = {
    account          = "name",
    sector           = "industry",
    year_established = "founded",
    revenue          = "revenue",
    employees        = "employees",
    office_location  = "country",
  },
  replace = { sector = { technolgy = "technology" } },
  key     = { "name" },
}

import "crm_sales/parent accounts" {
  into    = "Account",
  columns = { account = "name", subsidiary_of = "parent.name" },
  key     = { "name" },
}
