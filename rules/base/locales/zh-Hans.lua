locale "zh-Hans" {
  label = "基础",

  User = {
    label  = "用户",
    fields = {
      login = "登录名", name = "姓名", email = "电子邮箱", phone = "电话", language = "语言",
      manager = "上级", team = "团队", active = "启用", roles = "角色", reports = "直接下属",
    },
    help = {
      login   = "留空时根据姓名生成。",
      email   = "任务和消息发送到此邮箱。",
      manager = "该用户提交的事项首先由上级审批。",
      active  = "停用后不再收到任务和消息。",
    },
    choices = { language = { en = "English", ["zh-Hans"] = "简体中文", ["zh-Hant"] = "繁體中文" } },
    validations = {
      ["A login is one word"] = "登录名的写法",
      ["No one manages themselves"] = "上级不能是本人",
    },
    hooks = { ["login from the name"] = "根据姓名生成登录名" },
  },

  UserRole = {
    label  = "用户角色",
    fields = { user = "用户", role = "角色" },
  },

  ExchangeRate = {
    label  = "汇率",
    fields = { currency = "货币", day = "生效日期", rate = "价值" },
    help   = { day = "自该日起生效，直至下一汇率。", rate = "一个单位折合工作区货币的数额。" },
    validations = { ["A rate is above zero"] = "汇率大于零" },
  },

  Team = {
    label  = "团队",
    fields = { name = "名称", parent = "上级团队", lead = "负责人", members = "成员", teams = "下级团队" },
    validations = { ["No team belongs to itself"] = "上级团队不能是本团队" },
  },

  Account = {
    label  = "客户",
    fields = {
      name = "名称", industry = "行业", website = "网站", phone = "电话", street = "街道地址", city = "城市",
      region = "省/州", postal_code = "邮政编码", country = "国家/地区", employees = "员工人数",
      revenue = "年营业额", parent = "母公司", owner = "负责人", contacts = "联系人", subsidiaries = "子公司",
    },
    help = { revenue = "全年，以百万计。" },
    validations = { ["No company owns itself"] = "母公司不能是本公司" },
  },

  Contact = {
    label  = "联系人",
    fields = {
      name = "姓名", job_title = "职位", email = "电子邮箱", phone = "电话", role = "采购角色", language = "语言",
      wants_notice = "接收发货通知", account = "客户",
    },
    help = {
      role     = "此人在客户采购中所起的作用。",
      language = "发给此人的消息使用该语言。",
    },
    choices = {
      role     = { decider = "决策者", influencer = "影响者", buyer = "采购员", user = "使用者" },
      language = { en = "English", ["zh-Hans"] = "简体中文", ["zh-Hant"] = "繁體中文" },
    },
    validations = { ["Notices need an address"] = "接收通知须有邮箱" },
  },

  roles = { administrator = "管理员", everyone = "所有人" },

  messages = {
    ["A currency that is worth nothing is none."]    = "汇率须大于零。",
    ["{login} cannot be a login: use letters, digits and . _ - @ alone."] =
      "{login} 不能作为登录名：只能使用字母、数字和 . _ - @。",
    ["{name} wants shipment notices, so enter an e-mail address."] = "{name}需要接收发货通知，请填写电子邮箱。",
    ["{name} cannot be their own manager."]         = "{name}不能是自己的上级。",
    ["{name} cannot be its own parent company."]    = "{name}不能是自己的母公司。",
    ["{name} cannot be the team above itself."]     = "{name}不能是自己的上级团队。",
  },
}
