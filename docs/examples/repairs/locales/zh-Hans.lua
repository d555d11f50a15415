locale "zh-Hans" {
  label = "维修",

  Repair = {
    label  = "维修单",
    fields = {
      code = "编号", device = "设备", customer = "客户", mechanic = "维修员", stage = "阶段", price = "价格",
      discount = "折扣", net = "折后价", warranty = "保修", promised = "承诺日期", faults = "故障", place = "地点",
      parts = "备件",
      parts_total = "备件合计",
    },
    choices = {
      stage = { received = "已接收", quoted = "已报价", repaired = "已修好", closed = "已结束" },
      faults = { noise = "异响", heat = "过热", leak = "泄漏" },
    },
    gates = {
      ["Price known"]      = "已定价",
      ["Discount cleared"] = "折扣已批准",
      ["Worth repairing"]  = "值得维修",
    },
    validations = {
      ["Warranty costs nothing"] = "保修不收费",
      ["Promise lies ahead"]     = "承诺日期不早于今天",
    },
    hooks   = { ["tidy the device"] = "整理设备名称", ["note the quote"] = "记录报价" },
    actions = { ["Take price from parts"] = "按备件定价" },
  },

  RepairPart = {
    label  = "备件",
    fields = { repair = "维修单", name = "名称", price = "价格" },
  },

  approvals = { discount = "折扣审批" },
  steps     = { discount = { chief = "主管" } },
  alerts    = { ["too many parts"] = "备件过多" },
  levels    = { ["too many parts"] = { warning = "提醒" } },
  notices   = { ["repair ready"] = "维修完成通知" },
  roles     = { mechanic = "维修员", chief = "主管" },

  messages = {
    ["{code} is under warranty, so it has no price."] = "{code}在保修期内，因此没有价格。",
    ["{promised} is over."] = "{promised}已过。",
    ["The parts cost {parts_total}, more than the customer pays."] = "备件费用为{parts_total}，超过客户支付的金额。",
    ["{code}: {verdict.by} said no: {verdict.comment}"] = "{code}：{verdict.by}驳回：{verdict.comment}",
    ["{code} needs many parts"] = "{code}需要的备件过多",
  },
}
