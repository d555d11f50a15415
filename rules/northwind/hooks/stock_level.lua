-- The file knows one stock, so there is one place for it.
hook "StockLevel" "the only warehouse" {
  when        = "warehouse is empty",
  before_save = function(stock)
    stock.warehouse = db.Warehouse:first("code == 'NORTHWIND'")
      or refuse("northwind.warehouse", "Import data/warehouses.csv of this pack first.")
  end,
}
