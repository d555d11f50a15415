locale "zh-Hans" {
  label = "销售",

  Opportunity = {
    label  = "商机",
    fields = {
      code = "编号", name = "名称", account = "客户", owner = "负责人", stage = "阶段", amount = "金额",
      discount = "折扣率", discount_ok = "折扣已批准", close_date = "预计成交日期",
      requirement_confirmed = "需求已确认", signed_on = "签约日期", lost_reason = "输单原因",
      lines = "产品明细", list_total = "明细合计", net = "折后金额",
    },
    help = {
      account     = "初期可以未定；提交方案前必须填写。",
      amount      = "折扣前金额；有产品明细后即为明细合计。",
      discount    = "减价的比例：20% 即八折。超过 15% 须由上级审批。",
      discount_ok = "由审批设置；审批依据的内容变动后自动撤销。",
      close_date  = "预计客户签约的日期。",
      requirement_confirmed = "客户已确认需求文档。",
      signed_on   = "客户签约的日期。",
      lost_reason = "输单时必须填写。",
    },
    choices = {
      stage = { qualify = "需求确认", propose = "方案报价", negotiate = "商务谈判", won = "赢单", lost = "输单" },
    },
    guides = {
      qualify   = "弄清预算、需求、决策人和时间，找出还缺哪一项。",
      propose   = "发出报价，请客户确认需求文档。",
      negotiate = "与决策人沟通。少让步，让步必有所得。",
      won       = "已签约，请移交给交付的同事。",
    },
    gates = {
      ["Basics known"]          = "基本信息齐全",
      ["Requirement confirmed"] = "需求已确认",
      ["Decision maker found"]  = "已找到决策人",
      ["Contract signed"]       = "合同已签订",
      ["Discount cleared"]      = "折扣已批准",
      ["Lines add up"]          = "明细与金额一致",
      ["Say why"]               = "说明输单原因",
    },
    validations = {
      ["Close date lies ahead"] = "成交日期不早于今天", ["Signed by today"] = "签约日期不晚于今天",
    },
    actions     = { ["Take amount from lines"] = "按明细更新金额" },
  },

  OpportunityLine = {
    label  = "产品明细",
    fields = { opportunity = "商机", product = "产品", quantity = "数量", price = "单价", total = "小计" },
    help   = { price = "每件价格；留空时取价目表价格。" },
    validations = { ["Still for sale"] = "产品在售" },
    hooks  = { ["price from the list"] = "取价目表价格" },
  },

  Product = {
    label  = "产品",
    fields = {
      code = "编码", name = "名称", series = "系列", unit = "单位", list_price = "标准价格", discontinued = "已停售",
    },
    help = {
      unit       = "一件是什么：一台泵，或 10 盒 × 30 袋。",
      list_price = "每件价格，明细默认取此价格。",
    },
    hooks = { ["code from the name"] = "根据名称生成编码" },
  },

  Account = { fields = { opportunities = "商机" } },

  approvals = { discount = "折扣审批" },
  steps     = { discount = { manager = "上级审批", finance = "财务审批" } },
  roles     = { seller = "销售", sales_manager = "销售经理", finance = "财务" },

  messages = {
    ["Give the one who decides that role, among the account's contacts."] = "请在客户的联系人中，把决策人的采购角色设为“决策者”。",
    ["The close date, {close_date}, lies in the past."] = "预计成交日期（{close_date}）已过。",
    ["The customer cannot have signed on {signed_on} yet: enter the day of the signature."] = "客户不可能在{signed_on}签约，该日期尚未到来：请填写实际签约日期。",
    ["The customer has to confirm the requirement document first."] = "须先由客户确认需求文档。",
    ["No contact of {account} has the role decider yet."] = "{account}还没有采购角色为“决策者”的联系人。",
    ["A discount of {discount} needs the approval “Discount”."] = "{discount} 的折扣须通过“折扣审批”。",
    ["The lines come to {list_total}, but the deal says {amount}. Mend the lines, or press \"Take amount from lines\"."] =
      "明细合计为{list_total}，而商机金额为{amount}。请修改明细，或点击“按明细更新金额”。",
    ["{product} is discontinued; offer another product."] = "{product}已停售，请改用其他产品。",
    ["{product} has no list price; enter a price."] = "{product}没有标准价格，请填写单价。",
    ["nothing to take: the deal is closed, has no lines, or they come to its amount"] = "无需更新：商机已结束、没有明细，或明细合计与金额一致",
    ["{code} {name}: {verdict.by} said no to a discount of {discount}: {verdict.comment}"] =
      "{code} {name}：{verdict.by}驳回了{discount} 的折扣：{verdict.comment}",
  },
}
