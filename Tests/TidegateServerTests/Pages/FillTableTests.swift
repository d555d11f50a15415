import Testing
import TidegateEngine
import TidegateModel
import TidegateRules

@testable import TidegateServer

@Suite("Several children in one table")
struct FillTableTests {
    @Test func `the packs alone say where there is such a table, and what bounds a row`()
        async throws
    {
        let site = try await Site(packs: ["base", "sales", "fulfilment"])
        let bundle = site.engine.bundle
        let found = bundle.schema.objects.flatMap { FillPlan.plans(for: $0, in: bundle) }
        #expect(found.map(\.child.name) == ["ShipmentLine"])
        let plan = try #require(found.first)
        #expect(plan.source.name == "SalesOrderLine")
        #expect(plan.inputs.map { plan.child.fields[$0].name } == ["quantity"])
        let ceiling = try #require(plan.ceilings.first)
        #expect(plan.source.fields[ceiling.value].name == "open")
    }

    @Test func `there is no table for whom a field is hidden that it cannot do without`()
        async throws
    {
        let site = try await Site(packs: ["base", "sales", "fulfilment"])
        let bundle = site.engine.bundle
        let plan = try #require(
            bundle.schema.objects.flatMap { FillPlan.plans(for: $0, in: bundle) }.first)
        let owner = try #require(plan.child.slot(of: plan.collection.field))
        let ceiling = try #require(plan.ceilings.values.first)
        func seen(_ child: Set<Int> = [], _ row: Set<Int> = []) -> FillPlan? {
            let rules = [(plan.child, child), (plan.source, row)].map { object, hidden in
                var rule = AccessRule(
                    role: "packer", object: object.name,
                    location: RuleLocation(pack: "test", file: "test.lua", line: 1))
                (rule.create, rule.read, rule.hidden) = (.always, .always, hidden)
                return rule
            }
            return plan.seen(by: AccessBook(rules, of: bundle.schema))
        }
        #expect(seen() != nil)
        for slot in [owner, plan.reference, plan.inputs[0]] { #expect(seen([slot]) == nil) }
        #expect(seen([], [plan.shared]) == nil)
        let unbounded = try #require(seen([], [ceiling]))
        #expect(unbounded.ceilings.isEmpty && !unbounded.columns.contains(ceiling))
        #expect(plan.seen(by: AccessBook([], of: bundle.schema)) == nil)
    }

    @Test func `a parcel is filled and sent in one go, or not at all`() async throws {
        let order = try await OrderSite()
        let wes = try await order.site.browser(signedInAs: "wes")
        let address = "/o/Shipment/\(order.parcel)"
        let page = try await wes.get(address).text
        #expect(page.contains("name=\"n.\(order.line).quantity\""))
        #expect(page.contains("data-most=\"10\""))

        let refused = Sent(
            try await wes.submit(
                "\(address)/fill", ["n.\(order.line).quantity": "11", "to": "dispatched"]))
        #expect(refused.reply.status == .unprocessableContent)
        #expect(refused.json["input"]?.string == "n.\(order.line).quantity")
        #expect(try await order.count("ShipmentLine") == 0)

        let sent = Sent(
            try await wes.submit(
                "\(address)/fill", ["n.\(order.line).quantity": "4", "to": "dispatched"]))
        #expect(sent.reply.status == .ok, "\(sent.reply.text)")
        #expect(try await order.count("ShipmentLine") == 1)
        let engine = order.site.engine
        let parcel = try await engine.record("Shipment", order.parcel, as: .system)
        #expect(parcel["status"] == .text("dispatched"))
        let line = try await engine.record("SalesOrderLine", order.line, as: .system)
        #expect(line["open"] == .integer(6))
    }

    @Test func `beside each row stands what there is of it in the parcel's warehouse`() async throws
    {
        let order = try await OrderSite()
        let engine = order.site.engine
        let wes = try await order.site.browser(signedInAs: "wes")
        let levels = try await engine.list(
            ListRequest("StockLevel", where: "product.code == 'P-100' and warehouse.code == 'CHI'"),
            as: .system)
        guard case .records(let records) = levels, let level = records.first else {
            Issue.record("no stock")
            return
        }
        let shown = try await wes.get("/o/Shipment/\(order.parcel)").text
        #expect(shown.contains("<th scope=\"col\" class=\"number fill-supply\">Available</th>"))
        let pieces = level["available"].integer ?? 0
        #expect(pieces >= 100)
        #expect(shown.contains("class=\"number fill-supply\">\(pieces)</td>"))
        _ = try await engine.update(
            "StockLevel", level.id, ["available": .integer(3)], as: .system, through: .test
        ).get()
        let short = try await wes.get("/o/Shipment/\(order.parcel)").text
        #expect(short.contains("class=\"number fill-supply late\">3</td>"))
    }

    @Test func `moves of one go are told the newest first`() async throws {
        let order = try await OrderSite()
        let wes = try await order.site.browser(signedInAs: "wes")
        let address = "/o/Shipment/\(order.parcel)"
        order.site.clock.advance(.minutes(5))
        let sent = Sent(
            try await wes.submit(
                "\(address)/fill", ["n.\(order.line).quantity": "4", "to": "dispatched"]))
        #expect(sent.reply.status == .ok)
        let moves = try await wes.get(address).text
            .matches(of: #/moved it from (\w+) to (\w+)/#).map { ($0.1, $0.2) }
        #expect(moves.count == 2 && moves[0].1 == "Dispatched" && moves[0].0 == moves[1].1)
    }

    @Test func `where all is in, nothing can be put in, and the page says how to change it`()
        async throws
    {
        let order = try await OrderSite()
        let wes = try await order.site.browser(signedInAs: "wes")
        let address = "/o/Shipment/\(order.parcel)"
        #expect(!(try await wes.get(address).text.contains("id=\"fill-why\"")))
        let sent = Sent(
            try await wes.submit("\(address)/fill", ["n.\(order.line).quantity": "10"]))
        #expect(sent.reply.status == .ok)
        let page = try await wes.get(address).text
        #expect(page.contains("disabled aria-describedby=\"fill-why\">Put in</button>"))
        #expect(page.contains("<a href=\"#part-related-lines\">"))
    }

    @Test func `a line is reached from the record it is a line of, and shared with it`()
        async throws
    {
        let order = try await OrderSite()
        let ada = try await order.site.browser(signedInAs: "ada")
        let line = try await ada.get("/o/SalesOrderLine/\(order.line)").text
        let found = try await order.site.engine.record(
            "SalesOrderLine", order.line, as: .system)
        let parent = try #require(found["order"].reference)
        #expect(line.contains("<a class=\"cut\" href=\"/o/SalesOrder/\(parent)\">"))
        #expect(!line.contains("id=\"part-shares\""))
        #expect(try await ada.get("/o/SalesOrder/\(parent)").text.contains("id=\"part-shares\""))
    }

    @Test func `an empty table is not sent`() async throws {
        let order = try await OrderSite()
        let wes = try await order.site.browser(signedInAs: "wes")
        let sent = Sent(
            try await wes.submit(
                "/o/Shipment/\(order.parcel)/fill", ["n.\(order.line).quantity": ""]))
        #expect(sent.code == "fill.empty")
    }
}

/// An order of ten pumps with stock for them, and an empty parcel.
struct OrderSite {
    let site: Site
    let line: RecordID
    let parcel: RecordID

    init() async throws {
        site = try await Site(packs: ["base", "sales", "fulfilment"])
        let engine = site.engine
        func make(_ object: String, _ values: [String: Value]) async throws -> RecordID {
            try await engine.create(object, values, as: .system, through: .test).get().id
        }
        let product = try await site.id("Product", "code", "P-100")
        let warehouse = try await site.id("Warehouse", "code", "CHI")
        let account = try await site.id("Account", "name", "Northlake Water Works")
        let order = try await make("SalesOrder", ["customer": .reference(account)])
        line = try await make(
            "SalesOrderLine",
            ["order": .reference(order), "product": .reference(product), "quantity": .integer(10)])
        _ = try await make(
            "StockReceipt",
            [
                "product": .reference(product), "warehouse": .reference(warehouse),
                "quantity": .integer(100),
            ])
        parcel = try await make(
            "Shipment", ["order": .reference(order), "warehouse": .reference(warehouse)])
    }

    func count(_ object: String) async throws -> Int {
        guard case .records(let all) = try await site.engine.list(ListRequest(object), as: .system)
        else { return -1 }
        return all.count
    }
}
