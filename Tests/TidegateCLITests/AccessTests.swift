import Foundation
import Testing

@Suite("The program as someone")
struct AccessTests {
    @Test("shows and does what they may; without --as, everything")
    func rights() throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", "ws")
        func run(_ arguments: String...) throws -> Program.Result {
            try program.run(arguments + ["-w", "ws"])
        }
        let packs = ["base", "sales"].map { Program.root.appending(path: "rules/\($0)").path }
        #expect(try run("pack", "install", packs[0], packs[1]).code == 0)
        for (login, role) in [("ann", "seller"), ("sam", "seller"), ("fay", "finance")] {
            _ = try run("user", "add", login, "--role", role)
        }
        _ = try run("create", "Account", "name=Acme", "revenue=7", "--as", "fay")
        _ = try run(
            "create", "Opportunity", "name=Pump", "account=name:Acme", "amount=5", "--as", "ann")

        #expect(try run("query", "Opportunity", "--as", "ann").output.contains("Pump"))
        #expect(try run("query", "Opportunity", "--as", "fay").output.contains("Pump"))
        #expect(try run("query", "Opportunity", "--as", "sam").output == "(none)\n")
        #expect(try run("query", "Opportunity").output.contains("Pump"))

        let hidden = try run("get", "Opportunity/name=Pump", "--as", "sam")
        #expect(hidden.code == 66)
        #expect(hidden.errors.hasPrefix("✗ There is no Opportunity with name=Pump."))
        let revenue = try run("get", "Account/name=Acme", "--as", "ann")
        #expect(!revenue.output.contains("revenue"))
        #expect(try run("get", "Account/name=Acme").output.contains("revenue"))
        for arguments in [
            ["query", "Account where revenue > 1"], ["query", "Account", "--sort", "revenue"],
            ["query", "Account", "--columns", "name,revenue"], ["get", "Account/revenue=7"],
            ["create", "Account", "name=Beta", "revenue=7"],
        ] {
            let result = try program.run(arguments + ["-w", "ws", "--as", "ann"])
            #expect(result.code == 65, "\(arguments): \(result.all)")
            #expect(result.all.contains("field"), "\(arguments): \(result.all)")
        }
        let foreign = try run("update", "Opportunity/name=Pump", "amount=6", "--as", "fay")
        #expect(foreign.code == 77)
        #expect(foreign.errors.hasPrefix("✗ fay may not change this Opportunity."))

        let shared = try run("share", "Opportunity/name=Pump", "--user", "sam", "--as", "ann")
        #expect(shared.output.contains("shared for read with sam"))
        #expect(try run("query", "Opportunity", "--as", "sam").output.contains("Pump"))
        #expect(
            try run("unshare", "Opportunity/name=Pump", "--user", "sam", "--as", "sam").code == 77)
        #expect(
            try run("unshare", "Opportunity/name=Pump", "--user", "sam", "--as", "ann").code == 0)
        #expect(try run("query", "Opportunity", "--as", "sam").output == "(none)\n")
        #expect(try run("share", "Opportunity/name=Pump", "--as", "ann").code == 64)
    }
}
