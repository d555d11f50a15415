import "sales/roles" {
  into    = "UserRole",
  columns = { login = "user.login", role = "role" },
  key     = { "user", "role" },
}

import "sales/products" {
  into    = "Product",
  columns = {
    code         = "code",
    name         = "name",
    series       = "series",
    unit         = "unit",
    list_price   = "list_price",
    discontinued = "discontinued",
  },
  key     = { "code" },
}

import "sales/opportunities" {
  into    = "Opportunity",
  columns = {
    name                  = "name",
    account               = "account.name",
    owner                 = "owner.login",
    amount                = "amount",
    discount              = "discount",
    close_date            = "close_date",
    requirement_confirmed = "requirement_confirmed",
  },
  key     = { "name" },
}

-- No price: every line takes the list's.
import "sales/opportunity_lines" {
  into    = "OpportunityLine",
  columns = {
    opportunity = "opportunity.name",
    product     = "product.code",
    quantity    = "quantity",
  },
  key     = { "opportunity", "product" },
}
