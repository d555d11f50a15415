pipeline "SalesOrder.status" {
  stage "open"           { to = { "partly_shipped", "shipped", "cancelled" },
    guide = "Promise a date, then ship." },

  stage "partly_shipped" { to = { "shipped" },
    guide = "The customer waits for the rest.",

    gate "A parcel has left" { must = "shipped_quantity > 0",
                               say  = "No parcel of {code} has left yet.",
                               hint = "Dispatch a shipment; the order follows by itself." } },

  stage "shipped"        { final = true,
    gate "Nothing is open"   { must = "open_quantity == 0 and shipped_quantity > 0",
                               say  = "{open_quantity} pieces have not left yet.",
                               hint = "Dispatch a shipment; the order follows by itself." } },

  stage "cancelled"      { final = true,
    gate "No parcel is packed" { must = "count(shipments where status != 'cancelled') == 0",
                                 say  = "Cancel the parcels of {code} first." } },
}
