import Testing
import TidegateEngine
import TidegateModel
import TidegateStore
import TidegateTesting

@Suite("What follows from a change")
struct DerivedTests {
    /// A product, and an order of a customer with three lines of it.
    private struct Stage {
        let bench: Workbench
        let product, customer, order: Record
        let lines: [Record]

        init(_ more: String = "", store: SQLiteStore? = nil) async throws {
            bench = try await Workbench(
                Shop.rules + more, store: store ?? SQLiteStore.inMemory())
            product = try await bench.create(
                "Product", ["name": .text("Pump"), "price": .money("10.00")])
            customer = try await bench.create("Customer", ["name": .text("Acme")])
            order = try await bench.create(
                "Order", ["customer": .reference(customer.id), "kind": .text("real")])
            var lines: [Record] = []
            for quantity in 1...3 {
                lines.append(
                    try await bench.create(
                        "Line",
                        [
                            "order": .reference(order.id), "product": .reference(product.id),
                            "customer": .reference(customer.id),
                            "quantity": .integer(Int64(quantity)),
                        ]))
            }
            self.lines = lines
        }

        func now(_ record: Record) async throws -> Record {
            try await bench.engine.record(record.object.name, record.id, as: .system)
        }

        func update(_ record: Record, _ values: [String: Value]) async throws -> Answer<Record> {
            try await bench.engine.update(
                record.object.name, record.id, values, as: bench.operatorActor, through: .test)
        }
    }

    @Test("a price reaches lines, order and customer in one transaction, each saved once")
    func once() async throws {
        let stage = try await Stage()
        #expect(try await stage.now(stage.customer)["revenue"] == .money("60.00"))
        var before: [Int64] = []
        for record in [stage.order, stage.customer] + stage.lines {
            before.append(try await stage.now(record).version)
        }
        _ = try await stage.update(stage.product, ["price": .money("20.00")]).get()
        #expect(try await stage.now(stage.order)["total"] == .money("120.00"))
        #expect(try await stage.now(stage.customer)["revenue"] == .money("120.00"))
        for (record, version) in zip([stage.order, stage.customer] + stage.lines, before) {
            #expect(try await stage.now(record).version == version + 1, "\(record.object.name)")
        }
    }

    @Test("a line that counts for its order and for the customer saves the customer once")
    func diamond() async throws {
        let stage = try await Stage()
        let before = try await stage.now(stage.customer).version
        _ = try await stage.update(stage.lines[1], ["quantity": .integer(8)]).get()
        let customer = try await stage.now(stage.customer)
        #expect(customer["revenue"] == .money("120.00"))
        #expect(customer["named"] == .integer(2))
        #expect(customer.version == before + 1)
    }

    @Test("the history names the child that changed and the roll-up that follows")
    func history() async throws {
        let stage = try await Stage()
        _ = try await stage.update(stage.product, ["price": .money("20.00")]).get()
        func cause(_ record: Record) async throws -> String? {
            let entries = try await stage.bench.engine.history(
                record.object.name, record.id, as: .system)
            return entries.last?.because.map { "\($0.rule) \($0.record)" }
        }
        #expect(try await cause(stage.lines[0]) == "formula Product/\(stage.product.id)")
        #expect(try await cause(stage.order) == "roll-up Product/\(stage.product.id)")
        _ = try await stage.update(stage.lines[2], ["quantity": .integer(4)]).get()
        #expect(try await cause(stage.order) == "roll-up Line/\(stage.lines[2].id)")
        #expect(try await cause(stage.customer) == "roll-up Order/\(stage.order.id)")
    }

    @Test("a script sees a total right after it saved a line, also when it caught a failure before")
    func scripts() async throws {
        let stage = try await Stage(
            """
            hook "Product" "rewrites lines" {
              when = "changed(name) and name == 'Valve'",
              after_save = function(product)
                local order
                for line in product.lines:each() do
                  order = line.order
                  pcall(function() line.quantity = 4; line:save(); refuse("x.y", "No") end)
                  pcall(function() line.quantity = 50; line:save() end)
                  -- The line is written when the order refuses; the customer would have come next.
                  local customer = line.customer
                  local saved = pcall(function()
                    line.quantity = 4; line.price = 5000; line.customer = nil
                    line:save()
                  end)
                  if saved then refuse("x.z", "The order let it pass") end
                  line.price = nil; line.customer = customer
                end
                for line in product.lines:each() do line.quantity = 5; line:save() end
                order = db.Order:get(order.id)
                if order.total ~= dec("150.00") then refuse("total.stale", tostring(order.total)) end
              end,
            }
            validation "Order" "Not dear" {
              must = "total < 1000", say = "Too dear.", at = "total" }
            """)
        _ = try await stage.update(stage.product, ["name": .text("Valve")]).get()
        #expect(try await stage.now(stage.order)["total"] == .money("150.00"))
        #expect(try await Shop.untrue(stage.bench) == [])
    }

    @Test("a refusal on the way undoes all of it")
    func refusal() async throws {
        let stage = try await Stage(
            """
            validation "Customer" "Not rich" {
              must = "revenue < 100", say = "Too rich.", at = "revenue" }
            """)
        let answer = try await stage.update(stage.product, ["price": .money("20.00")])
        #expect(stage.bench.refusal(answer)?.error.message.contains("Too rich.") == true)
        #expect(try await stage.now(stage.lines[0])["total"] == .money("10.00"))
        #expect(try await stage.now(stage.order)["total"] == .money("60.00"))
        #expect(try await Shop.untrue(stage.bench) == [])
    }

    @Test("approvals and alerts of a record that follows see a world that is settled")
    func settled() async throws {
        let stage = try await Stage(
            """
            alert "uneven" {
              on = "Line",
              raise = "order.total < total",
              clear = "order.total >= total",
              level "warning" {},
            }
            """)
        _ = try await stage.update(stage.product, ["price": .money("90.00")]).get()
        #expect(try await stage.bench.count("Alert") == 0)
    }

    @Test("all of it is there or nothing, at whichever call the store fails")
    func faults() async throws {
        var number = 0
        while true {
            number += 1
            let plan = FaultPlan()
            var options = SQLiteStore.Options()
            options.faults = plan.hook
            let stage = try await Stage(store: SQLiteStore.inMemory(options: options))
            plan.fail(at: number)
            _ = try? await stage.update(stage.product, ["price": .money("20.00")]).get()
            plan.stop()
            #expect(try await Shop.untrue(stage.bench) == [], "call \(number)")
            if !plan.hasFailed { break }
        }
        #expect(number > 12, "only \(number) calls")
    }

    @Test("a line that leaves with its parent asks nothing of it")
    func cascade() async throws {
        let stage = try await Stage()
        _ = try await stage.bench.engine.delete(
            "Order", stage.order.id, as: stage.bench.operatorActor, through: .test
        ).get()
        #expect(try await stage.now(stage.customer)["revenue"] == .money("0.00"))
        #expect(try await stage.now(stage.customer)["named"] == .integer(0))
        #expect(try await stage.now(stage.product)["sold"] == .integer(0))
    }

    @Test("an import leaves sums true, whichever rows are refused after they were written")
    func imported() async throws {
        let bench = try await Workbench(
            Shop.rules + """
                validation "Order" "Not dear" {
                  must = "total < 1000", say = "Too dear.", at = "total" }
                import "lines" {
                  into = "Line",
                  columns = {
                    order = "order.name", buyer = "customer.name", n = "quantity", each = "price",
                  },
                }
                """)
        let customer = try await bench.create("Customer", ["name": .text("Acme")])
        let order = try await bench.create(
            "Order",
            [
                "name": .text("A1"), "customer": .reference(customer.id), "kind": .text("real"),
            ])
        let rows = (1...60).map { "A1,Acme,\($0 % 8),\($0.isMultiple(of: 20) ? 9_000 : 1).50" }
        let report = try await bench.engine.importFile(
            Array(("order,buyer,n,each\n" + rows.joined(separator: "\n") + "\n").utf8), with: nil,
            as: bench.operatorActor)
        #expect(report.created == 58)
        #expect(report.refusedRows == 2)
        #expect(try await Shop.untrue(bench) == [])
        let kept = try await bench.engine.record("Order", order.id, as: .system)
        #expect(kept["big"] != .money("0.00"))
    }

    @Test("more records than a transaction may change are refused, and nothing is changed")
    func tooMany() async throws {
        let bench = try await Workbench(Shop.rules)
        let product = try await bench.create("Product", ["price": .money("1.00")])
        let line = try bench.engine.object("Line")
        var ids = RecordIDGenerator(node: 7)
        let lines = (0...EngineLimits.derivedSavesATransaction).map { _ in
            var record = Record(
                object: line, id: ids.next(at: bench.clock.clock.now()), version: 1)
            record["product"] = .reference(product.id)
            return record
        }
        try await bench.engine.store.write { writer in
            for line in lines { try writer.insert(line) }
        }
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.update(
                "Product", product.id, ["price": .money("2.00")], as: bench.operatorActor,
                through: .test
            ).get()
        }
        #expect(error?.code == "save.derived")
        let kept = try await bench.engine.record("Product", product.id, as: .system)
        #expect(kept["price"] == .money("1.00"))
    }

    @Test("a sum moves by the share of the child that changed: its siblings are not read")
    func siblings() async throws {
        let stage = try await Stage()
        var stray = Record(
            object: try stage.bench.engine.object("Line"), id: RecordID(number: 77), version: 1)
        stray["order"] = .reference(stage.order.id)
        stray["total"] = .money("5000.00")
        let line = stray
        // Past the engine, so that only who reads it knows of it.
        try await stage.bench.engine.store.write { try $0.insert(line) }
        _ = try await stage.update(stage.lines[0], ["quantity": .integer(2)]).get()
        #expect(try await stage.now(stage.order)["total"] == .money("70.00"))
        let found = try await stage.bench.engine.recompute("Order", as: .system, through: .test)
        #expect(
            found.differences.filter { $0.field == "total" }.map { "\($0.kept) \($0.computed)" }
                == ["70.00 5070.00"])
    }
}
