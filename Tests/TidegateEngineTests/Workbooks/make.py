"""Makes the workbooks beside it, with openpyxl 3.1: python3 make.py. Tests only read them."""
import datetime as d
import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

book = openpyxl.Workbook()
first = book.active
first.title = "First"
first.append(["code", "text", "number", "flag", "day", "moment", "formula"])
first.append([])
first.append(["A-1", 'a, "b"', 0.1 + 0.2, True, d.date(2026, 11, 23), d.datetime(2026, 11, 23, 3, 4, 5), "=1+2"])
first.append(["A-2", "中文 <&>", 12345678901234567, False, d.date(1900, 3, 1), d.datetime(2026, 11, 23), None])
first.append(["A-3", "_x0041_", -1.5e-6])
book.create_sheet("Second").append(["only"])
book["Second"].append(["here"])
book.save("openpyxl.xlsx")

mac = openpyxl.Workbook()
mac.epoch = CALENDAR_MAC_1904
mac.active.append(["day"])
mac.active.append([d.date(2026, 11, 23)])
mac.save("mac1904.xlsx")
