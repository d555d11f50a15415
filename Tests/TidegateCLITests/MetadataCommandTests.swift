import Foundation
import Testing

@Suite("On the command line an admin")
struct MetadataCommandTests {
    private func workspace() throws -> Program {
        let program = try Program()
        try program.run("init", "crm")
        let packs = ["base", "sales"].map { Program.root.appending(path: "rules/\($0)").path }
        try program.run(["pack", "install", "--samples", "-w", "crm"] + packs)
        return program
    }

    @Test("sees the plan of a field, then adds it, and once is enough")
    func addField() throws {
        let program = try workspace()
        defer { program.remove() }
        let arguments = [
            "field", "add", "Account/segment", "--kind", "choice", "--values", "A,B", "--default",
            "B", "-w", "crm",
        ]
        let plan = try program.run(arguments)
        #expect(plan.code == 0)
        #expect(plan.output.contains("    +   choice \"segment\" { values = { \"A\", \"B\" }"))
        #expect(plan.output.hasSuffix("Nothing is changed yet; --yes does it.\n"))
        #expect(try program.run(["pack", "show", "custom", "-w", "crm"]).code == 66)
        #expect(try program.run(arguments + ["--yes"]).code == 0)
        let again = try program.run(arguments + ["--yes"])
        #expect(again.output == "Nothing to do: it is so already.\n")
        let count = try program.run(
            "query", "Account where segment == 'B'", "--show", "count()", "-w", "crm")
        #expect(count.output.contains("12"))
    }

    @Test("says who may use an object that was added, as a plan first")
    func access() throws {
        let program = try workspace()
        defer { program.remove() }
        #expect(
            try program.run(
                "object", "add", "Visit", "--field", "name text", "--access", "finance read",
                "--yes", "-w", "crm"
            ).code == 0)
        let arguments = [
            "object", "access", "Visit", "--role", "seller read create", "--role", "everyone read",
            "-w", "crm",
        ]
        let plan = try program.run(arguments)
        #expect(plan.output.contains("Who has the role seller may create, read records of Visit"))
        #expect(
            plan.output.contains(
                "Who has only the role finance will have no right to records of Visit"))
        #expect(plan.output.hasSuffix("Nothing is changed yet; --yes does it.\n"))
        #expect(try program.run(arguments + ["--yes"]).code == 0)
        let again = try program.run(arguments + ["--yes"])
        #expect(again.output == "Nothing to do: it is so already.\n")
        let pack = try program.run("pack", "show", "custom", "-w", "crm").output
        #expect(pack.contains("access \"seller\" { Visit = { create = true, read = true } }"))
        #expect(!pack.contains("finance"))
    }

    @Test("calls an object otherwise in each language")
    func labels() throws {
        let program = try workspace()
        defer { program.remove() }
        let label = ["object", "label", "Account", "--yes", "-w", "crm"]
        #expect(try program.run(label).code == 64)
        let done = try program.run(label + ["--label-zh-hans", "顾客", "--label-zh-hant", "顧客"])
        #expect(done.output.contains("Account will be called \"顾客\" in 简体中文"))
        let shown = try program.run(["pack", "show", "custom", "-w", "crm"])
        #expect(shown.output.contains("locale \"zh-Hant\" {\n  Account = {\n    label = \"顧客\","))
    }

    @Test("is told what the records have against it")
    func obstacle() throws {
        let program = try workspace()
        defer { program.remove() }
        let plan = try program.run(
            "field", "add", "Account/segment", "--kind", "text", "--required", "true", "--yes",
            "-w",
            "crm")
        #expect(plan.code == 1)
        #expect(plan.output.contains("12 of Accounts have no segment, so it cannot be required"))
        #expect(plan.output.hasSuffix("It cannot be done; nothing was changed.\n"))
    }

    @Test("takes what was added to another workspace, and loses nothing there")
    func carry() throws {
        let program = try workspace()
        defer { program.remove() }
        try program.run("field", "add", "Account/one", "--kind", "text", "--yes", "-w", "crm")
        try program.run("pack", "show", "custom", "--to", "packs/custom", "-w", "crm")
        try program.run("field", "add", "Account/two", "--kind", "text", "--yes", "-w", "crm")
        let older = try program.run("pack", "install", "packs/custom", "-w", "crm")
        #expect(older.code == 75)
        #expect(older.errors.contains("This workspace has additions"))
        try program.run("init", "other")
        let base = Program.root.appending(path: "rules/base").path
        #expect(try program.run("pack", "install", base, "packs/custom", "-w", "other").code == 0)
        try program.write(
            "packs/custom/objects/Account.lua", "extend \"Account\" { text \"spy\" }\n")
        let foreign = try program.run("pack", "install", "packs/custom", "-w", "other")
        #expect(foreign.code == 65)
        #expect(foreign.errors.contains("is not as this program writes it"))
    }

    @Test("tries a condition and sees which part failed")
    func tryCondition() throws {
        let program = try workspace()
        defer { program.remove() }
        let record = "Opportunity/code=OPP-2026-0001"
        let tried = try program.run(
            "try", "amount > 50000 and count(lines) > 0", record, "-w", "crm")
        #expect(tried.code == 0)
        #expect(
            tried.output == """
                  amount > 50000 and count(lines) > 0  no
                ✗   amount > 50000  no
                      amount  12500.00
                ✓   count(lines) > 0  yes
                      count(lines)  1

                """)
        let wrong = try program.run("try", "amuont > 5", record, "-w", "crm")
        #expect(wrong.code == 65)
        #expect(
            wrong.output
                == "amuont > 5\n^ unknown field amuont of Opportunity; did you mean amount?\n")
    }

    @Test("sees what the tests of a pack have not shown")
    func coverage() throws {
        let program = try Program()
        defer { program.remove() }
        let sales = Program.root.appending(path: "rules/sales").path
        let run = try program.run("test", sales, "--coverage")
        #expect(run.code == 0)
        #expect(run.output.contains("gate won: Discount cleared"))
        #expect(run.output.contains("outcomes seen"))
        let json = try program.run("test", sales, "--coverage", "--json")
        let value = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        let coverage = (value as? [String: Any])?["coverage"] as? [String: Any]
        #expect((coverage?["rules"] as? [Any])?.isEmpty == false)
    }
}
