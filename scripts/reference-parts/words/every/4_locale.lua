locale "zh-Hans" {
  label = "样例",

  Repair = {
    label  = "维修单",
    plural = "维修单",
    fields = {
      code = "编号", device = "设备", stage = "阶段", pieces = "件数", hours = "工时", price = "价格",
      currency = "货币", deposit = "押金", discount = "折扣", net = "折后价", warranty = "保修", promised = "承诺日期", seen_at = "查看时间",
      waited = "等待时长", faults = "故障", copies = "抄送", phones = "多个电话", place = "地点",
      payload = "来文", email = "电子邮箱", phone = "电话", page = "网页", owner = "负责人",
      parts = "备件", stocked = "有货备件", cleared = "折扣已批准",
    },
    help    = { device = "什么坏了。" },
    choices = { stage = { received = "已接收", quoted = "已报价", done = "已完成" },
                faults = { noise = "异响", heat = "过热", leak = "泄漏" } },
    guides  = { received = "查看设备。" },
    gates   = {
      ["Price known"] = "已定价", ["Discount cleared"] = "折扣已批准", ["Parts are there"] = "备件到位",
    },
    validations = { ["Warranty costs nothing"] = "保修不收费", ["A device has a name"] = "设备有名称" },
    hooks   = { ["tidy the name"] = "整理名称", ["order missing parts"] = "订购缺少的备件" },
    actions = { ["Press for a part"] = "催办备件" },
  },

  Part = { label = "备件", fields = { name = "名称", in_stock = "有货", repair = "维修单" } },
  User = { fields = { repairs = "维修单" } },

  approvals = { discount = "折扣审批" },
  steps     = { discount = { manager = "上级", chiefs = "主管" } },
  alerts    = { stuck = "停滞" },
  levels    = { stuck = { critical = "紧急", warning = "提醒" } },
  notices   = { ready = "完成通知", quoted = "报价通知" },
  roles     = { mechanic = "维修员", chief = "主管", everyone = "所有人" },

  messages = {
    ["{code} is under warranty, so it has no price."]   = "{code}在保修期内，因此没有价格。",
    ["The chief decides."]                              = "由主管决定。",
    ["{code}: {verdict.by} said no: {verdict.comment}"] = "{code}：{verdict.by}驳回：{verdict.comment}",
    ["Quote {code} first."]                             = "请先为{code}报价。",
    ["A belt is ordered for {device}."]                 = "将为{device}订购皮带。",
    ["{code} is stuck"]                                 = "{code}停滞",
  },
}
