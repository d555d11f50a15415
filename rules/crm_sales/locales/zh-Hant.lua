locale "zh-Hant" {
  label = "CRM 銷售資料",

  Account = { fields = { founded = "成立年份" } },

  Opportunity = {
    fields = { external_id = "外部編號", product = "主要產品", engaged_on = "接洽日期" },
    help   = {
      external_id = "商機在來源檔案中的編號。",
      engaged_on  = "開始洽談的日期。",
    },
    hooks  = { ["name from product and account"] = "依產品和客戶產生名稱" },
  },
}
