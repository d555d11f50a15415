import Testing
import TidegateEngine
import TidegateModel

@Suite("Notices and alerts")
struct ReactionTests {
    static let rules = """
        object "Order" {
          text "name" { required = true }, email "customer_mail",
          children "contacts" { of = "Contact.order" },
          integer "open_quantity",
        }
        object "Contact" {
          title = "{name}", text "name", email "email", boolean "wants_notice", text "language",
          reference "order" { to = "Order" },
        }
        object "Parcel" {
          title = "{number}", reference "order" { to = "Order", required = true }, integer "number",
          choice "status" { values = { "draft", "dispatched" }, default = "draft" },
        }
        message "partial" {
          subject = "Parcel {number} of {order.name} is on its way", body = "More will follow.",
          ["zh-Hans"] = { subject = "{order.name} 的第 {number} 件包裹已发出", body = "其余随后发出。" },
        }
        message "final" { subject = "{order.name} is complete", body = "That was the last parcel." }
        notice "advice" {
          on = "Parcel", when = "changed(status) and status == 'dispatched'",
          once = "{order.id}/{number}", to = "order.contacts where wants_notice",
          case "partial" { when = "order.open_quantity > 0", send = "partial" },
          case "final"   { when = "order.open_quantity == 0", send = "final" },
        }
        object "Product" { text "name", integer "safety" }
        object "Stock" {
          title = "{product}", reference "product" { to = "Product", required = true },
          integer "available", integer "incoming" { default = 0 },
        }
        alert "safety stock" {
          on = "Stock", say = "{product} is short",
          raise = "available + incoming < product.safety",
          clear = "available + incoming >= product.safety * 1.1",
          level "critical" { when = "available <= 0", task = role "buyer" },
          level "warning"  { task = role "buyer" },
        }
        """

    @Test("a notice goes once a key and recipient, in the recipient's language")
    func once() async throws {
        let bench = try await Workbench(Self.rules)
        let order = try await bench.create(
            "Order", ["name": .text("O-1"), "open_quantity": .integer(3)])
        for (name, language, wants) in [
            ("Eva", "de", true), ("Li", "zh-Hans", true), ("Tom", "en", false),
        ] {
            _ = try await bench.create(
                "Contact",
                [
                    "name": .text(name), "email": .text("\(name)@example.com"),
                    "language": .text(language), "wants_notice": .bool(wants),
                    "order": .reference(order.id),
                ])
        }
        let parcel = try await bench.create(
            "Parcel", ["order": .reference(order.id), "number": .integer(1)])
        for status in ["dispatched", "draft", "dispatched"] {
            _ = try await bench.engine.update(
                "Parcel", parcel.id, ["status": .text(status)], as: bench.operatorActor,
                through: .test
            ).get()
        }
        #expect(try await bench.count("Mail") == 2)
        #expect(
            try await bench.count("Mail", where: "subject == 'Parcel 1 of O-1 is on its way'") == 1)
        #expect(try await bench.count("Mail", where: "subject == 'O-1 的第 1 件包裹已发出'") == 1)
    }

    @Test("an alert is raised once, does not flap, changes its level, and clears")
    func hysteresis() async throws {
        let bench = try await Workbench(Self.rules)
        try await bench.user("bea", roles: ["buyer"])
        let product = try await bench.create(
            "Product", ["name": .text("Pump"), "safety": .integer(10)])
        let stock = try await bench.create(
            "Stock", ["product": .reference(product.id), "available": .integer(20)])
        var seen: [String] = []
        for available in [9, 8, 10, 0, 10, 11, 10, 9] {
            _ = try await bench.engine.update(
                "Stock", stock.id, ["available": .integer(Int64(available))],
                as: bench.operatorActor, through: .test
            ).get()
            let raised = try await bench.count("Alert", where: "state == 'raised'")
            let all = try await bench.count("Alert")
            let tasks = try await bench.count("Task", where: "state == 'open'")
            seen.append("\(available): \(raised)/\(all)/\(tasks)")
        }
        #expect(
            seen == [
                "9: 1/1/1", "8: 1/1/1", "10: 1/1/1", "0: 1/1/1", "10: 1/1/1", "11: 0/1/0",
                "10: 0/1/0", "9: 1/2/1",
            ])
        let history = try await bench.engine.history("Stock", stock.id, as: .system)
        #expect(history.contains { $0.kind == "alert" && $0.trace[0].contains("raised (warning)") })
    }

    @Test("an alert also looks when what it refers to changes")
    func watched() async throws {
        let bench = try await Workbench(Self.rules)
        let product = try await bench.create(
            "Product", ["name": .text("Pump"), "safety": .integer(10)])
        _ = try await bench.create(
            "Stock", ["product": .reference(product.id), "available": .integer(20)])
        #expect(try await bench.count("Alert") == 0)
        _ = try await bench.engine.update(
            "Product", product.id, ["safety": .integer(30)], as: bench.operatorActor, through: .test
        ).get()
        #expect(try await bench.count("Alert", where: "state == 'raised'") == 1)
    }

    @Test("the history is a chain that holds after all of it")
    func chain() async throws {
        let bench = try await Workbench(Self.rules)
        for index in 1...5 {
            _ = try await bench.create("Order", ["name": .text("O-\(index)")])
        }
        guard case .intact(let tail) = try await bench.engine.verifyHistory() else {
            Issue.record("the chain is broken")
            return
        }
        // The installation of the pack, then the orders.
        #expect(tail.sequence == 6)
    }
}
