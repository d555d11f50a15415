locale "zh-Hant" {
  label = "Northwind 資料",

  User = {
    fields = {
      employee_number = "員工編號", first_name = "名", last_name = "姓", job_title = "職稱", hired_on = "到職日期",
    },
    hooks = { ["name and login from the parts of the name"] = "依姓和名產生姓名與登入帳號" },
  },

  Account = { fields = { customer_code = "客戶代碼", fax = "傳真" } },

  Product = {
    fields = { product_number = "產品編號", category = "類別", supplier = "供應商", reorder_level = "再訂購點" },
    help   = { reorder_level = "剩餘件數不高於此數時補貨。" },
    hooks  = { ["code from the number"] = "依編號產生代碼" },
  },

  SalesOrder = {
    fields = {
      order_number = "訂單號碼", carrier = "貨運公司", freight = "運費", ship_name = "收貨人", ship_street = "收貨街道",
      ship_city = "收貨城市", ship_region = "收貨縣市/州", ship_postal_code = "收貨郵遞區號", ship_country = "收貨國家/地區",
    },
  },

  SalesOrderLine = { hooks = { ["shipped before we came"] = "歷史訂單視為已出貨" } },
  StockLevel     = { hooks = { ["the only warehouse"] = "唯一的倉庫" } },

  Carrier = {
    label  = "貨運公司",
    fields = { number = "編號", name = "名稱", phone = "電話" },
  },

  Category = {
    label  = "類別",
    fields = { number = "編號", name = "名稱", description = "說明", products = "產品" },
  },

  Supplier = {
    label  = "供應商",
    fields = {
      number = "編號", name = "名稱", contact = "聯絡人", contact_title = "聯絡人職稱", street = "街道地址",
      city = "城市", region = "縣市/州", postal_code = "郵遞區號", country = "國家/地區", phone = "電話", fax = "傳真",
      products = "產品",
    },
  },

  alerts = {
    ["reorder"]                   = "補貨警示",
    ["shelf below reorder level"] = "貨架低於再訂購點",
  },
  levels = { reorder = { reorder = "需補貨" } },

  messages = {
    ["{product}: {available} left, {incoming} under way, reorder level {product.reorder_level}"] =
      "{product}：剩餘{available}件，在途{incoming}件，再訂購點{product.reorder_level}件",
    ["{product}: {available} on the shelf, reorder level {product.reorder_level}"] =
      "{product}：貨架上有{available}件，再訂購點{product.reorder_level}件",
    ["Import data/warehouses.csv of this pack first."] = "請先匯入本規則套件的 data/warehouses.csv。",
  },
}
