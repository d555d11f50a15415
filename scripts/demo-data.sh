# Sourced by scripts/demo --data: loads two sets of real business data into a second workspace and
# asks it for their known figures.

crm=$folder/real
clear_workspace "$crm"

chapter "Real data: a second workspace"
"$bin" init "$crm"
run pack install rules/crm_sales rules/northwind
"$bin" pack install rules/northwind --samples -w "$crm" >/dev/null
run user add ada --name 'Ada Quinn' --role administrator --role buyer --email ada@tidegate.example

# load FILE IMPORT [OPTION…]: the report's last line is enough here.
load() {
    local file=$1 name=$2
    shift 2
    printf '%-40s ' "$name"
    "$bin" import "$file" --with "$name" --refused "$folder/refused.csv" -w "$crm" "$@" | tail -1
}

if [ -d "$data/crm-sales" ]; then
    chapter "crm-sales: a hardware reseller's pipeline"
    sales=$data/crm-sales
    for part in teams managers sellers 'manager roles' 'seller roles'; do
        load "$sales/sales_teams.csv" "crm_sales/$part"
    done
    load "$sales/accounts.csv" crm_sales/accounts
    load "$sales/accounts.csv" 'crm_sales/parent accounts'
    load "$sales/products.csv" crm_sales/products
    say
    say "Without the mapping of null and GTXPro a dry run names every such cell:"
    "$bin" import "$sales/sales_pipeline.csv" --with 'crm_sales/pipeline as it is' --dry-run --show 2 \
        --waive 'a look only' --as ada -w "$crm" || true
    say
    load "$sales/sales_pipeline.csv" crm_sales/pipeline --waive 'closed before we came' --as ada
    run query Opportunity --by stage --show 'count(), sum(amount)'
    run query "Opportunity where stage == 'won'" --show 'count(), sum(amount)'
fi

if [ -d "$data/northwind" ]; then
    chapter "northwind: a food wholesaler's orders and stock"
    wind=$data/northwind
    load "$wind/employees.csv" northwind/employees
    load "$wind/employees.csv" 'northwind/reporting lines'
    load "$wind/customers.csv" northwind/customers
    load "$wind/customers.csv" northwind/contacts
    load "$wind/categories.csv" northwind/categories
    load "$wind/suppliers.csv" northwind/suppliers
    load "$wind/products.csv" northwind/products
    load "$wind/products.csv" northwind/stock
    load "$wind/shippers.csv" northwind/carriers
    load "$wind/orders.csv" northwind/orders
    load "$wind/order_details.csv" 'northwind/order details'
    run query SalesOrderLine --show 'count(), sum(net)'
    run query "SalesOrder where shipped_on is empty" --show 'count()'
    run query "Alert where state == 'raised'" --by name --show 'count()'
    run query "Alert where state == 'raised' and name == 'reorder'" --columns title
fi
run audit verify
crm=$folder/crm
