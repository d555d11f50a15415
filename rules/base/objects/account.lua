-- A company we deal with, or would like to.
object "Account" {
  label = "Account", search = { "name", "city", "website", "phone" },

  text      "name"         { required = true, max = 160 },
  text      "industry"     { max = 80 },
  url       "website",
  phone     "phone",
  text      "street"       { max = 160 },
  text      "city"         { max = 80 },
  text      "region"       { max = 80, label = "Region or state" },
  text      "postal_code"  { max = 20 },
  text      "country"      { max = 80 },
  integer   "employees"    { min = 0 },
  money     "revenue"      { help = "Of a year, in millions." },
  reference "parent"       { to = "Account", on_delete = "clear", label = "Subsidiary of" },
  reference "owner"        { to = "User", default = "me()", on_delete = "clear" },
  children  "contacts"     { of = "Contact.account" },
  children  "subsidiaries" { of = "Account.parent" },

  index { "name" },
  index { "country", "city" },
}
