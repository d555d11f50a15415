import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

/// The story scripts/demo plays, over HTTP: every step is a request a person's browser or another
/// program would send.
@Suite("First light over HTTP")
struct StoryTests {
    /// The people of the sample packs, asking.
    struct Story {
        let stage: APIStage

        func created(_ object: String, _ fields: String, as login: String) async throws -> JSON {
            let answer = try await stage.send(
                "POST", "/api/records/\(object)", "{\"fields\": {\(fields)}}", as: login)
            #expect(answer.status == 201, "\(answer.text)")
            return answer.json
        }

        func verb(
            _ verb: String, _ record: JSON, _ body: String, as login: String, key: String? = nil
        ) async throws -> RawClient.Answer {
            try await stage.send(
                "POST", record.path + "/\(verb)", body, as: login,
                headers: key.map { [("Idempotency-Key", $0)] } ?? [])
        }

        func done(
            _ verb: String, _ record: JSON, _ body: String, as login: String, key: String? = nil
        ) async throws -> JSON {
            let answer = try await self.verb(verb, record, body, as: login, key: key)
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json
        }

        func list(_ object: String, _ condition: String) async throws -> [JSON] {
            let answer = try await stage.get(
                "/api/records/\(object)?limit=500&where=\(condition.percentEncoded)",
                as: "operator")
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json["records"]?.array ?? []
        }

        func id(_ object: String, _ field: String, _ text: String) async throws -> String {
            let found = try await list(object, "\(field) == '\(text)'")
            return try #require(found.first?["id"]?.string)
        }
    }

    @Test("a deal through its gates, its approval, two parcels, an alert and a receipt")
    func story() async throws {
        let stage = try await APIStage(packs: ["base", "sales", "fulfilment"])
        let story = Story(stage: stage)

        let deal = try await signable(story)
        try await refusedWithEveryGate(story, deal)
        try await meetAllButTheDiscount(story, deal)
        try await decide(story, deal)
        let order = try await makeOrder(story, deal)
        try await shipInTwoParcels(story, order)
        try await shortageIsClearedByAReceipt(story)
        try await wholeLife(story, deal)
        await stage.leave()
    }

    private func signable(_ story: Story) async throws -> JSON {
        let account = try await story.id("Account", "name", "Northlake Water Works")
        let deal = try await story.created(
            "Opportunity",
            """
            "name": "Waterworks north", "account": "\(account)", "amount": 80000,
            "discount": "20", "close_date": "2027-06-30", "requirement_confirmed": true
            """, as: "ann")
        #expect(deal["fields"]?["amount"] == .string("80000.00"))
        try await addLine(story, deal, 60)
        _ = try await story.done("move", deal, #"{"to": "propose"}"#, as: "ann")
        return try await story.done("move", deal, #"{"to": "negotiate"}"#, as: "ann")
    }

    private func addLine(_ story: Story, _ deal: JSON, _ quantity: Int) async throws {
        let product = try await story.id("Product", "code", "P-100")
        _ = try await story.created(
            "OpportunityLine",
            """
            "opportunity": "\(deal.id)", "product": "\(product)", "quantity": \(quantity)
            """, as: "ann")
    }

    private func refusedWithEveryGate(_ story: Story, _ deal: JSON) async throws {
        let refused = try await story.verb("move", deal, #"{"to": "won"}"#, as: "ann")
        #expect(refused.status == 422)
        #expect(refused.json["code"]?.string == "gate.closed")
        #expect(refused.json["may_waive"]?.bool == false)
        let closed = (refused.json["gates"]?.array ?? []).filter { $0["passed"]?.bool == false }
        #expect(
            closed.map { $0["name"]?.string }
                == ["Contract signed", "Discount cleared", "Lines add up"])
        #expect(closed[0]["unblock"]?.array == [.string("fill in signed_on")])
        #expect(closed[1]["who"]?.array == [.string("Bob Keller")])
        #expect(closed[2]["opaque"]?.bool == true)
        #expect(
            closed.allSatisfy {
                $0["location"]?.string?.hasPrefix("sales/pipelines/opportunity.lua:") == true
            })
    }

    private func meetAllButTheDiscount(_ story: Story, _ deal: JSON) async throws {
        let read = try await story.stage.get(deal.path, as: "ann")
        let tag = try #require(read.headers["etag"])
        let signed = try await story.stage.send(
            "PATCH", deal.path, #"{"fields": {"signed_on": "2026-02-16"}}"#, as: "ann",
            headers: [("If-Match", tag)])
        #expect(signed.status == 200, "\(signed.text)")
        try await addLine(story, deal, 4)
        let explained = try await story.stage.get(deal.path + "/explain?to=won", as: "ann")
        let closed = (explained.json["gates"]?.array ?? []).filter {
            $0["passed"]?.bool == false
        }
        #expect(closed.map { $0["name"]?.string } == ["Discount cleared"])
        let tasks = try await story.stage.get("/api/tasks", as: "bob")
        #expect(tasks.json["records"]?.array?.count == 1)
        #expect(tasks.json["totals"]?["count()"]?.integer == 1)
        let mails = try await story.list(
            "Mail",
            "recipient == 'bob@tidegate.example' and subject contains 'Waterworks north'")
        #expect(mails.count >= 1)
    }

    private func decide(_ story: Story, _ deal: JSON) async throws {
        let vote = #"{"approval": "discount", "comment": "They will buy again"}"#
        _ = try await story.done("approve", deal, vote, as: "bob")
        _ = try await story.done("approve", deal, vote, as: "fiona")
        let own = try await story.verb("approve", deal, vote, as: "ann")
        #expect(own.json["code"]?.string == "approval.four_eyes")
        #expect(own.status == 403)
        let early = try await story.verb("move", deal, #"{"to": "won"}"#, as: "ann")
        #expect(early.status == 422)
        _ = try await story.done("approve", deal, vote, as: "felix")
        let won = try await story.done("move", deal, #"{"to": "won"}"#, as: "ann")
        #expect(won["fields"]?["stage"]?.string == "won")
    }

    private func makeOrder(_ story: Story, _ deal: JSON) async throws -> JSON {
        var orders: [JSON] = []
        for _ in 1...2 {
            orders.append(
                try await story.done(
                    "act", deal, #"{"action": "Make order"}"#, as: "ann", key: "order-1"))
        }
        #expect(orders[0].id == orders[1].id)
        #expect(try await story.list("SalesOrder", "id is not empty").count == 1)
        #expect(orders[0]["fields"]?["open_quantity"]?.integer == 64)
        #expect(orders[0]["fields"]?["net"]?.string == "64000.0000")
        return orders[0]
    }

    private func receive(_ story: Story, _ quantity: Int) async throws {
        let product = try await story.id("Product", "code", "P-100")
        let warehouse = try await story.id("Warehouse", "code", "CHI")
        _ = try await story.created(
            "StockReceipt",
            """
            "product": "\(product)", "warehouse": "\(warehouse)", "quantity": \(quantity)
            """, as: "wes")
    }

    private func shipInTwoParcels(_ story: Story, _ order: JSON) async throws {
        try await receive(story, 55)
        let product = try await story.id("Product", "code", "P-100")
        let warehouse = try await story.id("Warehouse", "code", "CHI")
        let parcel = try await story.created(
            "Shipment", "\"order\": \"\(order.id)\", \"warehouse\": \"\(warehouse)\"", as: "wes")
        _ = try await story.created(
            "ShipmentLine",
            "\"shipment\": \"\(parcel.id)\", \"product\": \"\(product)\", \"quantity\": 40",
            as: "wes")
        _ = try await story.done("move", parcel, #"{"to": "packed"}"#, as: "wes")
        for _ in 1...2 {
            _ = try await story.done(
                "move", parcel, #"{"to": "dispatched"}"#, as: "wes", key: "parcel-1")
        }
        let toCustomer = "recipient == 'grace@northlake.example'"
        #expect(try await story.list("Mail", toCustomer).count == 1)
        #expect(
            try await story.list("Mail", toCustomer + " and subject contains 'parcel 1'").count == 1
        )
        _ = try await story.done(
            "act", order, #"{"action": "Ship"}"#, as: "wes", key: "parcel-2")
        #expect(try await story.list("Mail", toCustomer).count == 2)
        #expect(
            try await story.list("Mail", toCustomer + " and subject contains 'complete'").count == 1
        )
        let shipped = try await story.stage.get(order.path, as: "wes")
        #expect(shipped.json["fields"]?["status"]?.string == "shipped")
    }

    private func shortageIsClearedByAReceipt(_ story: Story) async throws {
        func raised() async throws -> Int64? {
            try await story.stage.get("/api/alerts", as: "bea").json["totals"]?["count()"]?.integer
        }
        func tasks() async throws -> Int64? {
            try await story.stage.get("/api/tasks", as: "bea").json["totals"]?["count()"]?.integer
        }
        #expect(try await raised() == 1)
        #expect(try await tasks() == 1)
        try await receive(story, 20)
        #expect(try await raised() == 0)
        #expect(try await story.list("Alert", "state == 'cleared'").count == 1)
        #expect(try await tasks() == 0)
    }

    private func wholeLife(_ story: Story, _ deal: JSON) async throws {
        var entries: [JSON] = []
        var path = deal.path + "/history?limit=3"
        while true {
            let page = try await story.stage.get(path, as: "operator")
            #expect(page.status == 200, "\(page.text)")
            entries += page.json["entries"]?.array ?? []
            guard let next = page.json["next"]?.integer else { break }
            path = deal.path + "/history?limit=3&before=\(next)"
        }
        #expect(entries.last?["kind"]?.string == "create")
        let lines = entries.flatMap { $0["trace"]?.array ?? [] }
        #expect(
            lines.contains {
                $0["approval"]?.string == "discount" && $0["what"] == .string("opened")
            })
        #expect(
            lines.filter { $0["verdict"] == .string("approved") }.map { $0["step"]?.string }
                == ["finance", "finance", "manager"])
        for gate in ["Contract signed", "Discount cleared", "Lines add up"] {
            #expect(
                lines.contains { $0["gate"] == .string(gate) && $0["passed"] == .bool(true) },
                "\(gate) is not in the history")
        }
        #expect(
            entries.contains {
                $0["because"]?["rule"]?.string?.contains("approval \"discount\"") == true
            })
        guard case .intact = try await story.stage.engine.verifyHistory() else {
            Issue.record("the history was touched")
            return
        }
    }
}

extension JSON {
    var id: String { self["id"]?.string ?? "" }
    /// The address of a record that an answer showed.
    var path: String { "/api/records/\(self["object"]?.string ?? "")/\(id)" }
}

extension String {
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: text.append(Character(Unicode.Scalar(byte)))
            default:
                let digits = String(byte, radix: 16)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
