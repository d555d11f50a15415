-- What the files know and our objects do not.
extend "Account" {
  integer "founded" { min = 1500, max = 2100, label = "Year of foundation" },
}

extend "Opportunity" {
  text      "external_id" { max = 20, help = "The deal's id in the file it came from." },
  reference "product"     { to = "Product", on_delete = "restrict", label = "Main product" },
  date      "engaged_on"  { help = "When the talks began." },

  unique { "external_id" },
}
