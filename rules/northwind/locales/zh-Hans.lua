locale "zh-Hans" {
  label = "Northwind 数据",

  User = {
    fields = {
      employee_number = "工号", first_name = "名", last_name = "姓", job_title = "职位", hired_on = "入职日期",
    },
    hooks = { ["name and login from the parts of the name"] = "根据姓和名生成姓名与登录名" },
  },

  Account = { fields = { customer_code = "客户代码", fax = "传真" } },

  Product = {
    fields = { product_number = "产品编号", category = "类别", supplier = "供应商", reorder_level = "再订货点" },
    help   = { reorder_level = "剩余件数不高于此数时补货。" },
    hooks  = { ["code from the number"] = "根据编号生成编码" },
  },

  SalesOrder = {
    fields = {
      order_number = "订单号", carrier = "承运商", freight = "运费", ship_name = "收货人", ship_street = "收货街道",
      ship_city = "收货城市", ship_region = "收货省/州", ship_postal_code = "收货邮政编码", ship_country = "收货国家/地区",
    },
  },

  SalesOrderLine = { hooks = { ["shipped before we came"] = "历史订单视为已发货" } },
  StockLevel     = { hooks = { ["the only warehouse"] = "唯一的仓库" } },

  Carrier = {
    label  = "承运商",
    fields = { number = "编号", name = "名称", phone = "电话" },
  },

  Category = {
    label  = "类别",
    fields = { number = "编号", name = "名称", description = "说明", products = "产品" },
  },

  Supplier = {
    label  = "供应商",
    fields = {
      number = "编号", name = "名称", contact = "联系人", contact_title = "联系人职位", street = "街道地址",
      city = "城市", region = "省/州", postal_code = "邮政编码", country = "国家/地区", phone = "电话", fax = "传真",
      products = "产品",
    },
  },

  alerts = {
    ["reorder"]                   = "补货预警",
    ["shelf below reorder level"] = "货架低于再订货点",
  },
  levels = { reorder = { reorder = "需补货" } },

  messages = {
    ["{product}: {available} left, {incoming} under way, reorder level {product.reorder_level}"] =
      "{product}：剩余{available}件，在途{incoming}件，再订货点{product.reorder_level}件",
    ["{product}: {available} on the shelf, reorder level {product.reorder_level}"] =
      "{product}：货架上有{available}件，再订货点{product.reorder_level}件",
    ["Import data/warehouses.csv of this pack first."] = "请先导入本规则包的 data/warehouses.csv。",
  },
}
