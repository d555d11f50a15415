-- employees.csv, read twice: a boss may stand below those who report to him.

import "northwind/employees" {
  into    = "User",
  columns = {
    employee_id = "employee_number",
    first_name  = "first_name",
    last_name   = "last_name",
    title       = "job_title",
    hire_date   = "hired_on",
    home_phone  = "phone",
  },
  key     = { "employee_number" },
}

import "northwind/reporting lines" {
  into    = "User",
  columns = { employee_id = "employee_number", reports_to = "manager.employee_number" },
  key     = { "employee_number" },
}
