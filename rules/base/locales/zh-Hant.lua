locale "zh-Hant" {
  label = "基礎",

  User = {
    label  = "使用者",
    fields = {
      login = "登入帳號", name = "姓名", email = "電子郵件", phone = "電話", language = "語言",
      manager = "主管", team = "團隊", active = "啟用", roles = "角色", reports = "直屬部屬",
    },
    help = {
      login   = "留白時依姓名產生。",
      email   = "工作與訊息寄到此信箱。",
      manager = "此使用者送簽的事項由主管先簽核。",
      active  = "停用後不再收到工作與訊息。",
    },
    choices = { language = { en = "English", ["zh-Hans"] = "简体中文", ["zh-Hant"] = "繁體中文" } },
    validations = {
      ["A login is one word"] = "登入帳號的寫法",
      ["No one manages themselves"] = "主管不能是本人",
    },
    hooks = { ["login from the name"] = "依姓名產生登入帳號" },
  },

  UserRole = {
    label  = "使用者角色",
    fields = { user = "使用者", role = "角色" },
  },

  ExchangeRate = {
    label  = "匯率",
    fields = { currency = "貨幣", day = "生效日期", rate = "價值" },
    help   = { day = "自該日起生效，直至下一匯率。", rate = "一個單位折合工作區貨幣的數額。" },
    validations = { ["A rate is above zero"] = "匯率大於零" },
  },

  Team = {
    label  = "團隊",
    fields = { name = "名稱", parent = "上層團隊", lead = "負責人", members = "成員", teams = "下層團隊" },
    validations = { ["No team belongs to itself"] = "上層團隊不能是本團隊" },
  },

  Account = {
    label  = "客戶",
    fields = {
      name = "名稱", industry = "產業", website = "網站", phone = "電話", street = "街道地址", city = "城市",
      region = "縣市/州", postal_code = "郵遞區號", country = "國家/地區", employees = "員工人數",
      revenue = "年營業額", parent = "母公司", owner = "負責人", contacts = "聯絡人", subsidiaries = "子公司",
    },
    help = { revenue = "全年，以百萬計。" },
    validations = { ["No company owns itself"] = "母公司不能是本公司" },
  },

  Contact = {
    label  = "聯絡人",
    fields = {
      name = "姓名", job_title = "職稱", email = "電子郵件", phone = "電話", role = "採購角色", language = "語言",
      wants_notice = "接收出貨通知", account = "客戶",
    },
    help = {
      role     = "此人在客戶採購中扮演的角色。",
      language = "寄給此人的訊息使用此語言。",
    },
    choices = {
      role     = { decider = "決策者", influencer = "影響者", buyer = "採購人員", user = "使用者" },
      language = { en = "English", ["zh-Hans"] = "简体中文", ["zh-Hant"] = "繁體中文" },
    },
    validations = { ["Notices need an address"] = "接收通知必須有信箱" },
  },

  roles = { administrator = "管理員", everyone = "所有人" },

  messages = {
    ["A currency that is worth nothing is none."]    = "匯率須大於零。",
    ["{login} cannot be a login: use letters, digits and . _ - @ alone."] =
      "{login} 不能作為登入帳號：只能使用字母、數字和 . _ - @。",
    ["{name} wants shipment notices, so enter an e-mail address."] = "{name}需要接收出貨通知，請填寫電子郵件。",
    ["{name} cannot be their own manager."]         = "{name}不能是自己的主管。",
    ["{name} cannot be its own parent company."]    = "{name}不能是自己的母公司。",
    ["{name} cannot be the team above itself."]     = "{name}不能是自己的上層團隊。",
  },
}
