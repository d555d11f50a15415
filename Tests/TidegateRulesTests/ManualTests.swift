import Testing
import TidegateModel
import TidegateRules

@Suite("The language's manual")
struct ManualTests {
    static func field(_ name: String, _ type: FieldType) -> Field { Field(name: name, type: type) }
    static func text(_ name: String) -> Field { field(name, .text(maximumLength: 80)) }
    static func quantity(_ name: String) -> Field { field(name, .decimal(scale: 3)) }

    static let schema = Schema([
        Sales.user, Sales.account, Sales.contact,
        Object(name: "Product", fields: [text("name"), quantity("safety_stock")]),
        Object(
            name: "Shipment",
            fields: [
                field("status", .choice(["packed", "dispatched"])), text("number"),
                Sales.reference("order", "SalesOrder"),
            ]),
        Object(
            name: "SalesOrder",
            fields: [
                Sales.reference("customer", "Account"), quantity("open_quantity"),
                Sales.reference("opportunity", "Opportunity"),
            ]),
        Object(
            name: "StockLevel",
            fields: [
                Sales.reference("product", "Product"), quantity("available"), quantity("incoming"),
            ]),
        Object(
            name: "PriceListEntry",
            fields: [Sales.reference("product", "Product"), quantity("from_quantity")]),
        Object(
            name: "Invoice",
            fields: [field("status", .choice(["open", "paid"])), field("due", .date)]),
        Object(
            name: "Opportunity",
            fields: Sales.opportunity.fields.dropLast(Object.systemFields.count),
            children: [
                ChildrenField(name: "lines", object: "OpportunityLine", field: "opportunity"),
                ChildrenField(name: "orders", object: "SalesOrder", field: "opportunity"),
            ]),
        Object(
            name: "OpportunityLine",
            fields: [
                Sales.reference("opportunity", "Opportunity"),
                Sales.reference("product", "Product"),
                quantity("quantity"), field("total", .money(scale: 2)),
            ]),
    ])

    static func scope(_ name: String) throws -> ConditionScope {
        ConditionScope(
            schema: schema, object: try #require(schema[name]),
            parameters: [Sales.id(7), .integer(5)])
    }

    static let conditions: [(object: String, source: String)] = [
        ("Opportunity", "sum(lines.total)"), ("Opportunity", "count(lines where total > 10000)"),
        ("Opportunity", "amount * (100 - discount) / 100"),
        ("Opportunity", "close_date is empty or close_date >= today() or stage in {'won', 'lost'}"),
        ("Opportunity", "requirement_confirmed"),
        ("Opportunity", "count(account.contacts where role == 'decider') >= 1"),
        ("Opportunity", "discount <= 15 or approved('discount')"),
        ("Opportunity", "stage in {'won', 'lost'}"), ("Opportunity", "discount > 15"),
        ("Opportunity", "owner.manager"), ("Opportunity", "owner.manager.manager"),
        ("Opportunity", "amount > 50000"), ("Opportunity", "me()"),
        ("Opportunity", "owner == me() or owner in my_reports()"),
        ("Opportunity", "owner == me() and stage not in {'won', 'lost'}"),
        ("Opportunity", "stage == 'won' and count(orders) == 0"),
        ("Opportunity", "amount > 50000 and stage in {\"propose\",\"negotiate\"}"),
        ("Opportunity", "changed(discount)"), ("Opportunity", "old.stage"),
        ("Opportunity", "today() + days(14)"), ("Opportunity", "account.owner.manager"),
        ("Shipment", "changed(status) and status == 'dispatched'"),
        ("Shipment", "order.open_quantity > 0"), ("Shipment", "order.open_quantity == 0"),
        ("StockLevel", "available + incoming < product.safety_stock"),
        ("StockLevel", "available + incoming >= product.safety_stock * 1.1"),
        ("StockLevel", "available <= 0"),
        ("OpportunityLine", "changed(product) or changed(quantity)"),
        ("PriceListEntry", "product == ? and from_quantity <= ?"),
    ]

    @Test("says nothing that does not compile", arguments: conditions)
    func compiles(object: String, source: String) throws {
        let condition = try Condition.compile(source, in: Self.scope(object))
        #expect(condition.source == source)
    }

    @Test("selects and words what it says it does")
    func selections() throws {
        let shipment = try Self.scope("Shipment")
        let contacts = "order.customer.contacts where wants_notice"
        #expect(try Selection.compile(contacts, in: shipment).target === Sales.contact)
        let key = try Template.compile("{order.id}/{number}", in: shipment)
        var parcel = Record(object: shipment.object, id: RecordID(number: 1))
        parcel["order"] = Sales.id(33)
        parcel["number"] = .text("P1")
        #expect(try key.render(Sales.context(parcel)) == "0000000000011/P1")
        let due = "Invoice where status == 'open' and due < today() - days(30)"
        #expect(try ObjectSelection.compile(due, schema: Self.schema).condition != nil)
        let summary = try Summary.compile("count(), sum(amount)", in: Self.scope("Opportunity"))
        #expect(summary.items.count == 2)
    }
}
