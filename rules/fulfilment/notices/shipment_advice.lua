-- One message per parcel and reader, whatever is retried: the key names order and parcel.
notice "shipment advice" {
  on   = "Shipment",
  when = "changed(status) and status == 'dispatched'",
  once = "{order.id}/{number}",
  to   = "order.customer.contacts where wants_notice",

  case "partial" { when = "order.open_quantity > 0",  send = "shipment_partial" },
  case "final"   { when = "order.open_quantity == 0", send = "shipment_complete" },
}

message "shipment_partial" {
  subject = "Your order {order.code}: parcel {number} is on its way",
  body    = [[
Part of your order {order.code} left {warehouse.name} on {dispatched_on}.
{order.open_quantity} pieces will follow.
]],

  ["zh-Hans"] = {
    subject = "{order.code}：第 {number} 批货物已发出",
    body    = [[
您的订单 {order.code} 的部分货物已于 {dispatched_on} 从{warehouse.name}发出。
其余 {order.open_quantity} 件将随后发货。
]],
  },

  ["zh-Hant"] = {
    subject = "{order.code}：第 {number} 批貨物已寄出",
    body    = [[
您的訂單 {order.code} 的部分貨物已於 {dispatched_on} 自{warehouse.name}寄出。
其餘 {order.open_quantity} 件將隨後出貨。
]],
  },
}

message "shipment_complete" {
  subject = "Your order {order.code} is complete",
  body    = [[
The last parcel of your order {order.code} left {warehouse.name} on {dispatched_on}.
Thank you for your order.
]],

  ["zh-Hans"] = {
    subject = "{order.code}：订单货物已全部发出",
    body    = [[
您的订单 {order.code} 的最后一批货物已于 {dispatched_on} 从{warehouse.name}发出。
感谢您的订购。
]],
  },

  ["zh-Hant"] = {
    subject = "{order.code}：訂單貨物已全數寄出",
    body    = [[
您的訂單 {order.code} 的最後一批貨物已於 {dispatched_on} 自{warehouse.name}寄出。
感謝您的訂購。
]],
  },
}
