-- A wish no one could fulfil would look like a promise.
validation "Contact" "Notices need an address" {
  must = "not wants_notice or email is not empty",
  say  = "{name} wants shipment notices, so enter an e-mail address.",
  at   = "email",
}
