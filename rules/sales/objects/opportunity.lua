-- A chance to sell. The stages it goes through are in pipelines/opportunity.lua.
object "Opportunity" {
  label = "Opportunity", plural = "Opportunities", title = "{code} {name}",

  autonumber "code"                  { format = "OPP-{yyyy}-{0000}" },
  text       "name"                  { required = true, max = 160 },
  reference  "account"               { to = "Account", on_delete = "restrict",
                                       help = "May be unknown at first; no proposal goes out without it." },
  reference  "owner"                 { to = "User", default = "me()", on_delete = "restrict" },
  choice     "stage"                 { values = { "qualify", "propose", "negotiate", "won", "lost" },
                                       default = "qualify" },
  money      "amount"                { min = 0, help = "Before discount. Once there are lines, their total." },
  percent    "discount"              { required = true, min = 0, max = 100, default = 0,
                                       help = "Above 15 percent the manager decides." },
  boolean    "discount_ok"           { default = false, label = "Discount is approved",
                                       help = "Set by the approval, and taken back when what it was about changes." },
  date       "close_date"            { help = "When the customer will sign." },
  boolean    "requirement_confirmed" { default = false,
                                       help = "The customer has confirmed the requirement document." },
  date       "signed_on"             { help = "When the customer signed." },
  text       "lost_reason"           { max = 500, help = "Asked for when a deal is lost." },
  children   "lines"                 { of = "OpportunityLine.opportunity" },
  money      "list_total"            { rollup = "sum(lines.total)", label = "Total of the lines" },
  money      "net"                   { formula = "amount * (100 - discount) / 100",
                                       label = "Net of discount" },

  index { "stage", "close_date" },
  index { "account" },
}

extend "Account" {
  children "opportunities" { of = "Opportunity.account" },
}
