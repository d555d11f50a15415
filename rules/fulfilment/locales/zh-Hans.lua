locale "zh-Hans" {
  label = "发货履约",

  SalesOrder = {
    label  = "订单",
    fields = {
      code = "编号", customer = "客户", opportunity = "商机", owner = "负责人", status = "状态",
      ordered_on = "下单日期", wanted_on = "要求交货日期", promised_on = "承诺交货日期", shipped_on = "发货完成日期",
      lines = "订单明细", shipments = "发货单", ordered_quantity = "订购数量", shipped_quantity = "已发数量",
      open_quantity = "未发数量", net = "净额",
    },
    help = {
      wanted_on     = "客户需要货物的日期。",
      promised_on   = "库存与在途足够时，由“承诺交期”操作设置。",
      shipped_on    = "最后一批货物发出的日期。",
      open_quantity = "尚未发出的件数。",
    },
    choices = {
      status = { open = "待发货", partly_shipped = "部分发货", shipped = "已发货", cancelled = "已取消" },
    },
    guides = {
      open           = "先承诺交期，再发货。",
      partly_shipped = "客户在等待其余货物。",
    },
    gates = {
      ["A parcel has left"]   = "已有货物发出",
      ["Nothing is open"]     = "没有未发数量",
      ["No parcel is packed"] = "没有待发的发货单",
    },
    hooks   = { ["status follows the parcels"] = "订单状态随发货更新" },
    actions = { ["Promise"] = "承诺交期", ["Prepare"] = "备好一批货物", ["Ship"] = "立即发出一个仓库的现货" },
  },

  SalesOrderLine = {
    label  = "订单明细",
    fields = {
      order = "订单", product = "产品", quantity = "数量", price = "单价", discount = "折扣", shipped = "已发数量",
      open = "未发数量", net = "净额",
    },
    help = {
      price    = "每件折扣前价格。",
      shipped  = "已发出的件数，由发货单登记。",
    },
    validations = { ["Not more than ordered"] = "不超过订购数量" },
    hooks       = { ["price from the list"] = "取价目表价格" },
  },

  Shipment = {
    label  = "发货单",
    fields = {
      code = "编号", order = "订单", number = "批次", warehouse = "仓库", status = "状态", dispatched_on = "发出日期",
      left_open = "此后未发数量", tracking = "物流单号", lines = "发货明细",
    },
    help = {
      number    = "订单的第一批为 1，下一批为 2。",
      left_open = "本批发出后订单仍未发出的件数。",
      tracking  = "承运商的单号。",
    },
    choices = { status = { draft = "草稿", packed = "已装箱", dispatched = "已发出", cancelled = "已取消" } },
    guides  = { draft = "放入要发出的货物。", packed = "称重、贴标签、通知承运商。" },
    gates   = { ["Something inside"] = "箱内有货" },
    validations = {
      ["The order waits for parcels"]  = "订单仍待发货",
      ["What has left stays as it is"] = "已发出的内容不再更改",
      ["What has left is not deleted"] = "已发出的包裹不删除",
    },
    hooks = {
      ["number within the order"] = "订单内的批次",
      ["date of dispatch"]        = "发出日期",
      ["what stays open"]         = "记录此后未发数量",
      ["book what leaves"]        = "登记出库",
    },
  },

  ShipmentLine = {
    label  = "发货明细",
    fields = { shipment = "发货单", order_line = "订单明细", product = "产品", quantity = "数量" },
    validations = {
      ["Not more than is open"]       = "不超过未发数量",
      ["A line of this order"]        = "属于本订单的明细",
      ["What has left stays as it is"] = "已发出的内容不再更改",
    },
    hooks = {
      ["line of the order"]           = "对应订单明细",
      ["product of the order's line"] = "取订单明细的产品",
    },
  },

  Warehouse = {
    label  = "仓库",
    fields = { code = "编码", name = "名称", city = "城市", stock = "库存" },
  },

  StockLevel = {
    label  = "库存",
    fields = { product = "产品", warehouse = "仓库", available = "可用数量", incoming = "在途数量" },
    help   = {
      available = "仓库中可发出的件数。",
      incoming  = "已向供应商订购、正在途中的件数。",
    },
    validations = { ["No less than nothing"] = "库存不小于零" },
  },

  StockReceipt = {
    label  = "入库单",
    fields = {
      code = "编号", product = "产品", warehouse = "仓库", quantity = "数量", received_on = "入库日期", note = "备注",
    },
    validations = {
      ["A receipt keeps its place"]    = "入库单不改变产品和仓库",
      ["A receipt stays in the books"] = "进货单不删除",
    },
    hooks       = { ["book what came in"] = "登记入库" },
  },

  Product = {
    fields = { safety_stock = "安全库存", stock = "库存" },
    help   = { safety_stock = "库存与在途之和低于此数时发出预警。" },
  },

  Opportunity = {
    fields  = { orders = "订单" },
    actions = { ["Make order"] = "生成订单" },
  },

  Account = { fields = { orders = "订单" } },

  alerts  = { ["safety stock"] = "安全库存预警" },
  levels  = { ["safety stock"] = { critical = "紧急", warning = "提醒" } },
  notices = { ["shipment advice"] = "发货通知" },
  roles   = { warehouse = "仓管", buyer = "采购" },

  messages = {
    ["No parcel of {code} has left yet."] = "{code}还没有货物发出。",
    ["Dispatch a shipment; the order follows by itself."] = "请将发货单移至“已发出”，订单状态会随之更新。",
    ["Put something in first."] = "请先放入货物。",
    ["The parcel {code} is empty."] = "发货单{code}中没有货物。",
    ["{open_quantity} pieces have not left yet."] = "还有{open_quantity}件尚未发出。",
    ["Cancel the parcels of {code} first."] = "请先取消{code}的发货单。",
    ["{shipped} of {product} would have left, but only {quantity} were ordered."] =
      "{product}将发出{shipped}件，但只订购了{quantity}件。",
    ["{order} is {order.status}."] = "{order}的状态为“{order.status}”。",
    ["At most {order_line.open} of {product} can go in, not {quantity}: no more are open."] =
      "{product}最多可放入{order_line.open}件（未发数量），不能放入{quantity}件。",
    ["The line belongs to another order, or is of another product."] = "该明细属于其他订单，或产品不同。",
    ["{code} is {status}; only its tracking number can change."] = "{code}的状态为“{status}”，只能更改物流单号。",
    ["{code} has left; it stays as the proof of what was sent."] = "{code}已发出，须保留作为发货凭证。",
    ["{shipment} is {shipment.status}; only drafts are changed."] = "{shipment}的状态为“{shipment.status}”，只有草稿可以修改。",
    ["{product} cannot have {available} pieces in {warehouse}."] = "{product}在{warehouse}的库存不能为{available}件。",
    ["{code} is booked; correct its quantity instead."] = "{code}已入账，请改为更正数量。",
    ["Book the goods out and in again to move them."] = "如需移库，请先出库再重新入库。",
    ["{product}: {available} in {warehouse}, {incoming} under way, safety stock {product.safety_stock}. Order more: it clears by itself at {round(product.safety_stock * 1.1 + 0.45, 0)} in stock and under way"] =
      "{product}：{warehouse}现有{available}件，在途{incoming}件，安全库存{product.safety_stock}件。请补货：库存与在途合计达到{round(product.safety_stock * 1.1 + 0.45, 0)}件时自动解除",
    ["one order is made of each won deal; {code} is {stage}, orders so far: {count(orders)}"] =
      "每个赢单的商机只生成一个订单；{code}处于“{stage}”阶段，已有{count(orders)}个订单",
    ["Of {open_quantity} open pieces, all that one warehouse has leave at once: the warehouse that has the most of them. The customer is told by mail. What is missing stays open; the parcel says how much."] =
      "未发的{open_quantity}件中，将从现货最多的一个仓库立即发出其全部现货，并邮件通知客户。其余保持未发，件数见发货单。",
    ["nothing of {code} is left to ship"] = "{code}没有可发的货物",
    ["enter when the customer wants an open order, from today on"] = "请为未完成的订单填写今天或以后的要求交货日期",
    ["{missing} × {product} are missing by {day}."] = "到{day}时{product}还缺{missing}件。",
    ["Nothing that {order} waits for is in stock."] = "{order}等待的货物均无库存。",
    ["{order} has no open line of {product}."] = "{order}没有{product}的未发明细。",
    ["{wanted} × {product} cannot leave: only {there} in {warehouse}."] =
      "{product}无法发出{wanted}件：{warehouse}只有{there}件。",
  },
}
