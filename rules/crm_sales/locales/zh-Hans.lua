locale "zh-Hans" {
  label = "CRM 销售数据",

  Account = { fields = { founded = "成立年份" } },

  Opportunity = {
    fields = { external_id = "外部编号", product = "主要产品", engaged_on = "接洽日期" },
    help   = {
      external_id = "商机在来源文件中的编号。",
      engaged_on  = "开始洽谈的日期。",
    },
    hooks  = { ["name from product and account"] = "根据产品和客户生成名称" },
  },
}
