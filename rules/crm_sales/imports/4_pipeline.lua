-- sales_pipeline.csv: 8,800 deals of the past. Import with --waive, because they stand where they
-- stand: 4,238 won and 2,473 lost without a reason, 1,425 open ones without an account.

import "crm_sales/pipeline" {
  into    = "Opportunity",
  columns = {
    opportunity_id = "external_id",
    sales_agent    = "owner.name",
    product        = "product.name",
    account        = "account.name",
    deal_stage     = "stage",
    engage_date    = "engaged_on",
    close_date     = "close_date",
    close_value    = "amount",
  },
  null    = { "null" },
  replace = {
    product    = { GTXPro = "GTX Pro" },
    deal_stage = { Prospecting = "qualify", Engaging = "negotiate", Won = "won", Lost = "lost" },
  },
  dates   = "DD-MM-YYYY",
  key     = { "external_id" },
}

-- The same file as it is: a dry run names every cell that says `null` or `GTXPro`. Nobody imports
-- with this one; it is for looking.
import "crm_sales/pipeline as it is" {
  into    = "Opportunity",
  columns = {
    opportunity_id = "external_id",
    sales_agent    = "owner.name",
    product        = "product.name",
    account        = "account.name",
    deal_stage     = "stage",
    close_value    = "amount",
  },
  replace = { deal_stage = { Prospecting = "qualify", Engaging = "negotiate", Won = "won", Lost = "lost" } },
  key     = { "external_id" },
}
