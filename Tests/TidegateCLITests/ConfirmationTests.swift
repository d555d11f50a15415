import Testing

@Suite("What only needs a confirmation")
struct ConfirmationTests {
    @Test("is asked in the pack's words, with the option that gives it")
    func asked() throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", "crm")
        let packs = ["base", "sales"].map { Program.root.appending(path: "rules/\($0)").path }
        try program.run(["pack", "install", "--samples", "-w", "crm"] + packs)
        let arguments = [
            "create", "Opportunity", "name=Old", "account=name:Brightwell Dairy",
            "close_date=2020-01-01", "-w", "crm",
        ]
        let asked = try program.run(arguments)
        #expect(asked.code == 1)
        #expect(
            asked.errors == """
                ✗ Please confirm: The close date, 2020-01-01, lies in the past.
                  Repeat it with --confirm "why it is right".

                """)
        let json = try program.run(arguments + ["--json"])
        #expect(json.errors.contains(#""hint":"Repeat it with --confirm \"why it is right\".""#))
        #expect(try program.run(arguments + ["--confirm", "brought in late"]).code == 0)
    }
}
