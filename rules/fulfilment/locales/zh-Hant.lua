locale "zh-Hant" {
  label = "出貨履約",

  SalesOrder = {
    label  = "訂單",
    fields = {
      code = "編號", customer = "客戶", opportunity = "商機", owner = "負責人", status = "狀態",
      ordered_on = "下單日期", wanted_on = "要求交貨日期", promised_on = "承諾交貨日期", shipped_on = "出貨完成日期",
      lines = "訂單明細", shipments = "出貨單", ordered_quantity = "訂購數量", shipped_quantity = "已出貨數量",
      open_quantity = "未出貨數量", net = "淨額",
    },
    help = {
      wanted_on     = "客戶需要貨品的日期。",
      promised_on   = "庫存與在途足夠時，由「承諾交期」動作設定。",
      shipped_on    = "最後一批貨品寄出的日期。",
      open_quantity = "尚未出貨的件數。",
    },
    choices = {
      status = { open = "待出貨", partly_shipped = "部分出貨", shipped = "已出貨", cancelled = "已取消" },
    },
    guides = {
      open           = "先承諾交期，再出貨。",
      partly_shipped = "客戶正在等待其餘貨品。",
    },
    gates = {
      ["A parcel has left"]   = "已有貨品出貨",
      ["Nothing is open"]     = "沒有未出貨數量",
      ["No parcel is packed"] = "沒有待出貨的出貨單",
    },
    hooks   = { ["status follows the parcels"] = "訂單狀態隨出貨更新" },
    actions = { ["Promise"] = "承諾交期", ["Prepare"] = "備妥一批貨品", ["Ship"] = "立即出清一個倉庫的現貨" },
  },

  SalesOrderLine = {
    label  = "訂單明細",
    fields = {
      order = "訂單", product = "產品", quantity = "數量", price = "單價", discount = "折扣", shipped = "已出貨數量",
      open = "未出貨數量", net = "淨額",
    },
    help = {
      price    = "每件折扣前價格。",
      shipped  = "已出貨的件數，由出貨單登記。",
    },
    validations = { ["Not more than ordered"] = "不超過訂購數量" },
    hooks       = { ["price from the list"] = "取價目表價格" },
  },

  Shipment = {
    label  = "出貨單",
    fields = {
      code = "編號", order = "訂單", number = "批次", warehouse = "倉庫", status = "狀態", dispatched_on = "寄出日期",
      left_open = "此後未出貨數量", tracking = "物流單號", lines = "出貨明細",
    },
    help = {
      number    = "訂單的第一批為 1，下一批為 2。",
      left_open = "本批寄出後訂單仍未出貨的件數。",
      tracking  = "貨運公司的單號。",
    },
    choices = { status = { draft = "草稿", packed = "已裝箱", dispatched = "已寄出", cancelled = "已取消" } },
    guides  = { draft = "放入要出貨的貨品。", packed = "秤重、貼標籤、通知貨運公司。" },
    gates   = { ["Something inside"] = "箱內有貨" },
    validations = {
      ["The order waits for parcels"]  = "訂單仍待出貨",
      ["What has left stays as it is"] = "已寄出的內容不再變更",
      ["What has left is not deleted"] = "已寄出的包裹不刪除",
    },
    hooks = {
      ["number within the order"] = "訂單內的批次",
      ["date of dispatch"]        = "寄出日期",
      ["what stays open"]         = "記錄此後未出貨數量",
      ["book what leaves"]        = "登記出庫",
    },
  },

  ShipmentLine = {
    label  = "出貨明細",
    fields = { shipment = "出貨單", order_line = "訂單明細", product = "產品", quantity = "數量" },
    validations = {
      ["Not more than is open"]       = "不超過未出貨數量",
      ["A line of this order"]        = "屬於本訂單的明細",
      ["What has left stays as it is"] = "已寄出的內容不再變更",
    },
    hooks = {
      ["line of the order"]           = "對應訂單明細",
      ["product of the order's line"] = "取訂單明細的產品",
    },
  },

  Warehouse = {
    label  = "倉庫",
    fields = { code = "代碼", name = "名稱", city = "城市", stock = "庫存" },
  },

  StockLevel = {
    label  = "庫存",
    fields = { product = "產品", warehouse = "倉庫", available = "可用數量", incoming = "在途數量" },
    help   = {
      available = "倉庫中可出貨的件數。",
      incoming  = "已向供應商訂購、正在途中的件數。",
    },
    validations = { ["No less than nothing"] = "庫存不小於零" },
  },

  StockReceipt = {
    label  = "進貨單",
    fields = {
      code = "編號", product = "產品", warehouse = "倉庫", quantity = "數量", received_on = "進貨日期", note = "備註",
    },
    validations = {
      ["A receipt keeps its place"]    = "進貨單不變更產品和倉庫",
      ["A receipt stays in the books"] = "進貨單不刪除",
    },
    hooks       = { ["book what came in"] = "登記入庫" },
  },

  Product = {
    fields = { safety_stock = "安全庫存", stock = "庫存" },
    help   = { safety_stock = "庫存與在途合計低於此數時發出警示。" },
  },

  Opportunity = {
    fields  = { orders = "訂單" },
    actions = { ["Make order"] = "產生訂單" },
  },

  Account = { fields = { orders = "訂單" } },

  alerts  = { ["safety stock"] = "安全庫存警示" },
  levels  = { ["safety stock"] = { critical = "緊急", warning = "提醒" } },
  notices = { ["shipment advice"] = "出貨通知" },
  roles   = { warehouse = "倉管", buyer = "採購" },

  messages = {
    ["No parcel of {code} has left yet."] = "{code}還沒有貨品寄出。",
    ["Dispatch a shipment; the order follows by itself."] = "請將出貨單移至「已寄出」，訂單狀態會隨之更新。",
    ["Put something in first."] = "請先放入貨品。",
    ["The parcel {code} is empty."] = "出貨單{code}中沒有貨品。",
    ["{open_quantity} pieces have not left yet."] = "還有{open_quantity}件尚未出貨。",
    ["Cancel the parcels of {code} first."] = "請先取消{code}的出貨單。",
    ["{shipped} of {product} would have left, but only {quantity} were ordered."] =
      "{product}將出貨{shipped}件，但只訂購了{quantity}件。",
    ["{order} is {order.status}."] = "{order}的狀態為「{order.status}」。",
    ["At most {order_line.open} of {product} can go in, not {quantity}: no more are open."] =
      "{product}最多可放入{order_line.open}件（未出貨數量），不能放入{quantity}件。",
    ["The line belongs to another order, or is of another product."] = "此明細屬於其他訂單，或產品不同。",
    ["{code} is {status}; only its tracking number can change."] = "{code}的狀態為「{status}」，只能變更物流單號。",
    ["{code} has left; it stays as the proof of what was sent."] = "{code}已寄出，須保留作為出貨憑證。",
    ["{shipment} is {shipment.status}; only drafts are changed."] = "{shipment}的狀態為「{shipment.status}」，只有草稿可以修改。",
    ["{product} cannot have {available} pieces in {warehouse}."] = "{product}在{warehouse}的庫存不能為{available}件。",
    ["{code} is booked; correct its quantity instead."] = "{code}已入帳，請改為更正數量。",
    ["Book the goods out and in again to move them."] = "如需移庫，請先出庫再重新入庫。",
    ["{product}: {available} in {warehouse}, {incoming} under way, safety stock {product.safety_stock}. Order more: it clears by itself at {round(product.safety_stock * 1.1 + 0.45, 0)} in stock and under way"] =
      "{product}：{warehouse}現有{available}件，在途{incoming}件，安全庫存{product.safety_stock}件。請補貨：庫存與在途合計達到{round(product.safety_stock * 1.1 + 0.45, 0)}件時自動解除",
    ["one order is made of each won deal; {code} is {stage}, orders so far: {count(orders)}"] =
      "每個成交的商機只產生一張訂單；{code}處於「{stage}」階段，已有{count(orders)}張訂單",
    ["Of {open_quantity} open pieces, all that one warehouse has leave at once: the warehouse that has the most of them. The customer is told by mail. What is missing stays open; the parcel says how much."] =
      "未出貨的{open_quantity}件中，將從現貨最多的一個倉庫立即出清其全部現貨，並以電子郵件通知客戶。其餘維持未出貨，件數見出貨單。",
    ["nothing of {code} is left to ship"] = "{code}沒有可出貨的貨品",
    ["enter when the customer wants an open order, from today on"] = "請為未完成的訂單填寫今天或以後的要求交貨日期",
    ["{missing} × {product} are missing by {day}."] = "到{day}時{product}還缺{missing}件。",
    ["Nothing that {order} waits for is in stock."] = "{order}等待的貨品均無庫存。",
    ["{order} has no open line of {product}."] = "{order}沒有{product}的未出貨明細。",
    ["{wanted} × {product} cannot leave: only {there} in {warehouse}."] =
      "{product}無法出貨{wanted}件：{warehouse}只有{there}件。",
  },
}
