-- By this number the file finds its deal again.
access "seller"        { Opportunity = { readonly = { "external_id" } } }
access "sales_manager" { Opportunity = { readonly = { "external_id" } } }
