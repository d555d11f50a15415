import Testing
import TidegateRules
import TidegateScript

@Suite("Computed fields")
struct ComputedFieldTests {
    private func load(_ line: String, _ order: String, _ customer: String = "") throws
        -> PackSet.Loaded
    {
        let rules = """
            object "Product" { text "name", money "price" }
            object "Customer" {
              text "name",
              children "orders" { of = "Order.customer" }, \(customer)
            }
            object "Order" {
              reference "customer" { to = "Customer" }, percent "discount",
              children "lines" { of = "Line.order" }, \(order)
            }
            object "Line" {
              reference "order" { to = "Order" }, reference "product" { to = "Product" },
              integer "quantity", \(line)
            }
            """
        return try PackSet.load(
            [
                PackFiles(
                    name: "demo",
                    files: [
                        .init(
                            path: "pack.lua",
                            text: Array("pack \"demo\" { version = \"1.0.0\" }".utf8)),
                        .init(path: "rules.lua", text: Array(rules.utf8)),
                    ])
            ], engineObjects: [])
    }

    private func findings(_ line: String, _ order: String, _ customer: String = "") throws
        -> [String]
    {
        try load(line, order, customer).findings.map(\.message)
    }

    @Test("may be computed from each other over any number of objects")
    func chain() throws {
        #expect(
            try findings(
                #"money "total" { formula = "product.price * quantity" }"#,
                #"money "total" { rollup = "sum(lines.total)" }"#,
                #"money "total" { rollup = "sum(orders.total where discount < 50)" }"#) == [])
    }

    @Test("that are computed from each other over objects are an error, with the way round")
    func cycle() throws {
        #expect(
            try findings(
                #"money "share" { formula = "order.total / 2" }"#,
                #"money "total" { rollup = "sum(lines.share)" }"#)
                == ["fields are computed from each other: Order.total ← Line.share ← Order.total"])
        #expect(
            try findings(
                #"boolean "dear" { formula = "order.customer.total > 100" }"#,
                #"integer "dear_lines" { rollup = "count(lines where dear)" }"#,
                #"integer "total" { rollup = "sum(orders.dear_lines)" }"#)
                == [
                    "fields are computed from each other: Customer.total ← Order.dear_lines "
                        + "← Line.dear ← Customer.total"
                ])
        #expect(
            try findings(
                "", #"integer "one" { formula = "two" }, integer "two" { formula = "one" }"#)
                == ["fields are computed from each other: Order.one ← Order.two ← Order.one"])
    }

    @Test("that could change without a save, or before they are written, are an error")
    func unkept() throws {
        #expect(
            try findings("", #"datetime "seen" { formula = "updated_at" }"#) == [
                "updated_at is written after fields are computed; "
                    + "ask for it in a condition instead"
            ])
        #expect(
            try findings(
                "",
                #"reference "owner" { to = "User" }, text "by" { formula = "created_by.login" }"#,
                #"text "x" } object "User" { text "login""#) == [
                    "created_by has no index that leads back from a user; "
                        + "give the record a reference of its own"
                ])
        #expect(
            try findings("", #"integer "n" { formula = "count(lines)" }"#) == [
                "a formula reads its own record and what references lead to; "
                    + "use rollup for children"
            ])
    }

    @Test("are kept by the change of a child where that tells what becomes of them")
    func tallies() throws {
        func isTally(_ kind: String, _ rollup: String) throws -> Bool {
            let set = try load(
                #"money "total" { formula = "product.price * quantity" }, date "due""#,
                #"\#(kind) "it" { rollup = "\#(rollup)" }"#)
            #expect(set.findings.map(\.message) == [], "\(rollup)")
            let order = try #require(set.bundle.schema["Order"])
            let rules = try #require(set.bundle.rules(of: order))
            return try #require(rules.computed.first { $0.way == .rollup }).tally != nil
        }
        for (kind, rollup) in [
            ("money", "sum(lines.total)"), ("money", "sum(lines.total where quantity > 3)"),
            ("integer", "count(lines where due is empty)"), ("date", "min(lines.due)"),
            ("boolean", "any(lines where quantity > 3)"),
        ] {
            #expect(try isTally(kind, rollup), "\(rollup)")
        }
        for (kind, rollup) in [
            ("money", "sum(lines.product.price)"), ("money", "sum(lines.total) + 1"),
            ("integer", "count(lines where order.discount > 3)"),
            ("integer", "count(customer.orders)"),
        ] {
            #expect(try !isTally(kind, rollup), "\(rollup)")
        }
    }

    @Test("that keep an extreme have the children of a parent in its order, unless a pack has them")
    func extremes() throws {
        func indexes(_ more: String) throws -> [[String]]? {
            try load(
                #"date "due", \#(more)"#,
                #"date "first" { rollup = "min(lines.due where quantity > 1)" }, "#
                    + #"integer "n" { rollup = "sum(lines.quantity)" }"#
            ).bundle.storedSchema["Line"]?.indexes
        }
        #expect(try indexes("") == [["order", "due"]])
        #expect(try indexes(#"index { "order", "due" }"#) == [["order", "due"]])
    }

    @Test("tell the way back from what they read to the records that have them")
    func readings() throws {
        let set = try load("", #"money "it" { rollup = "sum(lines.product.price)" }"#)
        let order = try #require(set.bundle.schema["Order"])
        let line = try #require(set.bundle.schema["Line"])
        let product = try #require(set.bundle.schema["Product"])
        let expression = try #require(set.bundle.rules(of: order)?.computed.first).field.expression
        let slots = try (
            order: #require(line.slot(of: "order")), product: #require(line.slot(of: "product")),
            price: #require(product.slot(of: "price"))
        )
        let up = Reading.Step.up(from: "Line", slot: slots.order, to: "Order")
        #expect(
            expression.readings == [
                Reading(object: "Line", slot: nil, way: [up], isOwn: false),
                Reading(object: "Line", slot: slots.order, way: [up], isOwn: false),
                Reading(object: "Line", slot: slots.product, way: [up], isOwn: false),
                Reading(
                    object: "Product", slot: slots.price,
                    way: [.down(to: "Line", slot: slots.product), up], isOwn: false),
            ])
    }
}
