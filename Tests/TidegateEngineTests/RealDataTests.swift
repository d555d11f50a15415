import Foundation
import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore

/// Business data no one here wrote, against its known figures. Skipped where the folder is missing.
@Suite(
    "Real data", .enabled(if: Repository.data != nil, "shared/data is not beside the repository"))
struct RealDataTests {
    let engine: Engine
    let data: URL

    init() async throws {
        data = try #require(Repository.data)
        engine = try await Engine.open(store: SQLiteStore.inMemory())
        let packs = ["base", "sales", "fulfilment", "crm_sales", "northwind"]
        _ = try await engine.install(try packs.map { try PackFolder.read(Repository.rules($0)) })
    }

    @discardableResult
    func load(
        _ file: String, _ name: String, _ options: RequestOptions = RequestOptions(),
        as actor: Actor = Actor.operator
    ) async throws -> ImportReport {
        let bytes = [UInt8](try Data(contentsOf: data.appending(path: file)))
        let report = try await engine.importFile(bytes, with: name, as: actor, options)
        if !options.isDryRun {
            #expect(report.refusedRows == 0, "\(name): \(report.problems.prefix(3))")
        }
        return report
    }

    func figures(_ request: ListRequest) async throws -> [[String]] {
        guard case .figures(_, let rows) = try await engine.list(request, as: .system) else {
            return []
        }
        return rows.map { $0.map(\.description) }
    }

    func count(_ object: String, _ condition: String) async throws -> String {
        var request = ListRequest(object, where: condition)
        request.show = "count()"
        return try await figures(request).first?.first ?? ""
    }

    @Test("crm-sales: every deal comes in, counts by stage and the sum over Won are exact")
    func pipeline() async throws {
        for part in ["teams", "managers", "sellers", "manager roles", "seller roles"] {
            try await load("crm-sales/sales_teams.csv", "crm_sales/\(part)")
        }
        try await load("crm-sales/accounts.csv", "crm_sales/accounts")
        try await load("crm-sales/products.csv", "crm_sales/products")

        let waived = RequestOptions(waiver: "history")
        let chief = Actor(
            kind: .service, name: "chief",
            permissions: [Permission.waiveGates.rawValue, Permission.administer.rawValue])
        let look = try await load(
            "crm-sales/sales_pipeline.csv", "crm_sales/pipeline as it is",
            RequestOptions(waiver: "a look only", isDryRun: true), as: chief)
        #expect(look.problems.count { $0.column == "account" && $0.value == "null" } == 1425)
        #expect(look.problems.count { $0.column == "product" && $0.value == "GTXPro" } == 1480)
        #expect(look.problems.count == 1425 + 1480)
        #expect(try await count("Opportunity", "id is not empty") == "0")

        let report = try await load(
            "crm-sales/sales_pipeline.csv", "crm_sales/pipeline", waived, as: chief)
        #expect(report.created == 8800)
        var byStage = ListRequest("Opportunity")
        byStage.groups = ["stage"]
        byStage.show = "count()"
        #expect(
            try await figures(byStage) == [
                ["lost", "2473"], ["negotiate", "1589"], ["qualify", "500"], ["won", "4238"],
            ])
        var won = ListRequest("Opportunity", where: "stage == 'won'")
        won.show = "sum(amount)"
        #expect(try await figures(won) == [["10005534.00"]])
        let again = try await load(
            "crm-sales/sales_pipeline.csv", "crm_sales/pipeline", waived, as: chief)
        #expect(again.unchanged == 8800)
    }

    @Test("northwind: net sales to the last digit, open shipments, and the alerts")
    func wholesaler() async throws {
        let stock = try await engine.importSamples(
            of: "northwind", as: .operator)
        #expect(stock.allSatisfy { $0.report.refusedRows == 0 })
        for (file, parts) in [
            ("employees", ["employees", "reporting lines"]),
            ("customers", ["customers", "contacts"]),
            ("categories", ["categories"]), ("suppliers", ["suppliers"]),
            ("products", ["products", "stock"]), ("shippers", ["carriers"]), ("orders", ["orders"]),
            ("order_details", ["order details"]),
        ] {
            for part in parts { try await load("northwind/\(file).csv", "northwind/\(part)") }
        }
        var sales = ListRequest("SalesOrderLine")
        sales.show = "count(), sum(price * quantity * (100 - discount) / 100)"
        #expect(try await figures(sales)[0][0] == "2155")
        #expect(Decimal(try await figures(sales)[0][1]) == Decimal("1265793.0395"))
        #expect(try await count("SalesOrder", "shipped_on is empty") == "21")
        #expect(try await count("Alert", "state == 'raised' and name == 'reorder'") == "2")
        #expect(
            try await count("Alert", "state == 'raised' and name == 'shelf below reorder level'")
                == "17")
        let short = try await engine.list(
            ListRequest("Alert", where: "state == 'raised' and name == 'reorder'"), as: .system)
        guard case .records(let alerts) = short else { return }
        let titles = alerts.compactMap { $0["title"].text }
        #expect(titles.contains { $0.contains("Nord-Ost Matjeshering") })
        #expect(titles.contains { $0.contains("Outback Lager") })
        #expect(try await count("Mail", "id is not empty") == "0")
    }
}
