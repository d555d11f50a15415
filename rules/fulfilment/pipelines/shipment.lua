pipeline "Shipment.status" {
  stage "draft"      { to = { "packed", "cancelled" },
    guide = "Put in what shall go." },

  stage "packed"     { to = { "dispatched", "draft", "cancelled" },
    guide = "Weigh, label, call the carrier.",

    gate "Something inside" { must = "count(lines) >= 1", say = "The parcel {code} is empty.",
                            hint = "Put something in first." } },

  stage "dispatched" { final = true },

  stage "cancelled"  { final = true },
}
