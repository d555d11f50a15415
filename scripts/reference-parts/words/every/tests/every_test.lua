test "a repair without a price cannot be quoted" {
  given = function() return create "Repair" { device = "Drill" } end,
  run   = function(repair) expect(move(repair, "quoted")):refused "Price known" end,
  zzqq = 1
}
