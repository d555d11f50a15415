locale "zh-Hant" {
  label = "銷售",

  Opportunity = {
    label  = "商機",
    fields = {
      code = "編號", name = "名稱", account = "客戶", owner = "負責人", stage = "階段", amount = "金額",
      discount = "折扣率", discount_ok = "折扣已核准", close_date = "預計成交日期",
      requirement_confirmed = "需求已確認", signed_on = "簽約日期", lost_reason = "失單原因",
      lines = "產品明細", list_total = "明細合計", net = "折後金額",
    },
    help = {
      account     = "初期可以未定；提案前必須填寫。",
      amount      = "折扣前金額；有產品明細後即為明細合計。",
      discount    = "減價的比例：20% 即八折。超過 15% 必須由主管簽核。",
      discount_ok = "由簽核設定；簽核依據的內容變動後自動取消。",
      close_date  = "預計客戶簽約的日期。",
      requirement_confirmed = "客戶已確認需求文件。",
      signed_on   = "客戶簽約的日期。",
      lost_reason = "失單時必須填寫。",
    },
    choices = {
      stage = { qualify = "需求確認", propose = "提案報價", negotiate = "議價協商", won = "成交", lost = "失單" },
    },
    guides = {
      qualify   = "弄清楚預算、需求、決策者和時程，找出還缺哪一項。",
      propose   = "送出報價，請客戶確認需求文件。",
      negotiate = "與決策者溝通。少讓步，讓步必有所得。",
      won       = "已簽約，請移交給負責交付的同事。",
    },
    gates = {
      ["Basics known"]          = "基本資料齊全",
      ["Requirement confirmed"] = "需求已確認",
      ["Decision maker found"]  = "已找到決策者",
      ["Contract signed"]       = "合約已簽訂",
      ["Discount cleared"]      = "折扣已核准",
      ["Lines add up"]          = "明細與金額相符",
      ["Say why"]               = "說明失單原因",
    },
    validations = {
      ["Close date lies ahead"] = "成交日期不早於今天", ["Signed by today"] = "簽約日期不晚於今天",
    },
    actions     = { ["Take amount from lines"] = "依明細更新金額" },
  },

  OpportunityLine = {
    label  = "產品明細",
    fields = { opportunity = "商機", product = "產品", quantity = "數量", price = "單價", total = "小計" },
    help   = { price = "每件價格；留白時取價目表價格。" },
    validations = { ["Still for sale"] = "產品仍在銷售" },
    hooks  = { ["price from the list"] = "取價目表價格" },
  },

  Product = {
    label  = "產品",
    fields = {
      code = "代碼", name = "名稱", series = "系列", unit = "單位", list_price = "定價", discontinued = "已停售",
    },
    help = {
      unit       = "一件是什麼：一台幫浦，或 10 盒 × 30 包。",
      list_price = "每件價格，明細預設取此價格。",
    },
    hooks = { ["code from the name"] = "依名稱產生代碼" },
  },

  Account = { fields = { opportunities = "商機" } },

  approvals = { discount = "折扣簽核" },
  steps     = { discount = { manager = "主管簽核", finance = "財務簽核" } },
  roles     = { seller = "業務", sales_manager = "業務經理", finance = "財務" },

  messages = {
    ["Give the one who decides that role, among the account's contacts."] = "請在客戶的聯絡人中，將決策者的採購角色設為「決策者」。",
    ["The close date, {close_date}, lies in the past."] = "預計成交日期（{close_date}）已過。",
    ["The customer cannot have signed on {signed_on} yet: enter the day of the signature."] = "客戶不可能在{signed_on}簽約，該日期尚未到來：請填寫實際簽約日期。",
    ["The customer has to confirm the requirement document first."] = "必須先由客戶確認需求文件。",
    ["No contact of {account} has the role decider yet."] = "{account}還沒有採購角色為「決策者」的聯絡人。",
    ["A discount of {discount} needs the approval “Discount”."] = "{discount} 的折扣必須通過「折扣簽核」。",
    ["The lines come to {list_total}, but the deal says {amount}. Mend the lines, or press \"Take amount from lines\"."] =
      "明細合計為{list_total}，而商機金額為{amount}。請修改明細，或按「依明細更新金額」。",
    ["{product} is discontinued; offer another product."] = "{product}已停售，請改用其他產品。",
    ["{product} has no list price; enter a price."] = "{product}沒有定價，請填寫單價。",
    ["nothing to take: the deal is closed, has no lines, or they come to its amount"] = "無需更新：商機已結束、沒有明細，或明細合計與金額一致",
    ["{code} {name}: {verdict.by} said no to a discount of {discount}: {verdict.comment}"] =
      "{code} {name}：{verdict.by}退回了{discount} 的折扣：{verdict.comment}",
  },
}
