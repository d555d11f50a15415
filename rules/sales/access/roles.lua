-- A deal is seen by who owns it, who stands above them, the owner's team, and whom it is shared with.
-- Closed deals are changed by managers alone.
access "seller" {
  label = "Seller",

  Opportunity = {
    create = "owner == me() or owner in my_reports()",
    read   = "owner == me() or owner in my_reports() or owner.team in my_teams() or shared()",
    update = "(owner == me() or owner in my_reports() or shared('update')) and stage not in {'won', 'lost'}",
    delete = "owner == me() and stage == 'qualify'",
  },
  OpportunityLine = {
    create = "(opportunity.owner == me() or opportunity.owner in my_reports() or shared(opportunity, 'update')) and opportunity.stage not in {'won', 'lost'}",
    read   = "opportunity.owner == me() or opportunity.owner in my_reports() or opportunity.owner.team in my_teams() or shared(opportunity)",
    update = "(opportunity.owner == me() or opportunity.owner in my_reports() or shared(opportunity, 'update')) and opportunity.stage not in {'won', 'lost'}",
    delete = "(opportunity.owner == me() or opportunity.owner in my_reports() or shared(opportunity, 'update')) and opportunity.stage not in {'won', 'lost'}",
  },
}

-- Answers for a team's deals, and for those nobody owns yet; keeps the price list.
access "sales_manager" {
  label = "Sales manager",

  Opportunity = {
    create = true,
    read   = "owner is empty or owner == me() or owner in my_reports() or owner.team in my_teams() or shared()",
    update = "owner is empty or owner == me() or owner in my_reports() or owner.team in my_teams() or shared('update')",
    delete = "(owner == me() or owner in my_reports()) and stage == 'qualify'",
  },
  OpportunityLine = {
    create = "opportunity.owner is empty or opportunity.owner == me() or opportunity.owner in my_reports() or opportunity.owner.team in my_teams()",
    read   = "opportunity.owner is empty or opportunity.owner == me() or opportunity.owner in my_reports() or opportunity.owner.team in my_teams() or shared(opportunity)",
    update = "opportunity.owner is empty or opportunity.owner == me() or opportunity.owner in my_reports() or opportunity.owner.team in my_teams()",
    delete = "opportunity.owner is empty or opportunity.owner == me() or opportunity.owner in my_reports() or opportunity.owner.team in my_teams()",
  },
  Product = { create = true, read = true, update = true },
  Account = { read = true },
}

-- Votes on what costs the company money, so it sees every deal and what a customer earns.
access "finance" {
  label = "Finance",

  Opportunity     = { read = true },
  OpportunityLine = { read = true },
  Account         = { read = true },
}

access "everyone" {
  Product = { read = true },
}
