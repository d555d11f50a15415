-- customers.csv, read twice: each row holds a company and the one to talk to there.

import "northwind/customers" {
  into    = "Account",
  columns = {
    customer_id  = "customer_code",
    company_name = "name",
    address      = "street",
    city         = "city",
    region       = "region",
    postal_code  = "postal_code",
    country      = "country",
    phone        = "phone",
    fax          = "fax",
  },
  key     = { "customer_code" },
}

import "northwind/contacts" {
  into    = "Contact",
  columns = {
    customer_id   = "account.customer_code",
    contact_name  = "name",
    contact_title = "job_title",
    phone         = "phone",
  },
  key     = { "account", "name" },
}
