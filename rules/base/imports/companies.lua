-- The sample companies and the people there. A parent company stands above its subsidiaries.
import "base/accounts" {
  into    = "Account",
  columns = {
    name      = "name",
    industry  = "industry",
    website   = "website",
    phone     = "phone",
    street    = "street",
    city      = "city",
    region    = "region",
    country   = "country",
    employees = "employees",
    revenue   = "revenue",
    parent    = "parent.name",
    owner     = "owner.login",
  },
  key     = { "name" },
}

import "base/contacts" {
  into    = "Contact",
  columns = {
    account      = "account.name",
    name         = "name",
    job_title    = "job_title",
    email        = "email",
    phone        = "phone",
    role         = "role",
    language     = "language",
    wants_notice = "wants_notice",
  },
  key     = { "account", "name" },
}
