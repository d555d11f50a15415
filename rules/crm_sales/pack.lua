-- The pipeline of a hardware reseller: "CRM Sales Opportunities" of Maven Analytics, read into the
-- objects of sales. Run the imports in the order of imports/*.lua, the last one with --waive: history
-- has not gone through our gates.
pack "crm_sales" {
  version  = "1.0.0",
  label    = "CRM sales data",
  requires = { base = "^1.0", sales = "^1.0" },
}
