import TidegateModel
import TidegateRules

/// The objects of the language's manual, and a few records of them.
enum Sales {
    static func field(_ name: String, _ type: FieldType) -> Field { Field(name: name, type: type) }

    static func reference(_ name: String, _ target: String) -> Field {
        Field(name: name, type: .reference(to: target, onDelete: .restrict))
    }

    static let user = Object(
        name: "User",
        fields: [field("name", .text(maximumLength: 80)), reference("manager", "User")])

    static let account = Object(
        name: "Account",
        fields: [
            field("name", .text(maximumLength: 120)), reference("owner", "User"),
            field("tier", .choice(["A", "B", "C"])),
        ],
        children: [
            ChildrenField(name: "contacts", object: "Contact", field: "account"),
            ChildrenField(name: "opportunities", object: "Opportunity", field: "account"),
        ])

    static let contact = Object(
        name: "Contact",
        fields: [
            field("name", .text(maximumLength: 80)), reference("account", "Account"),
            field("role", .text(maximumLength: 20)), field("wants_notice", .boolean),
        ])

    static let opportunity = Object(
        name: "Opportunity", title: "{code} {name}",
        fields: [
            field("code", .autonumber(format: "OPP-{0000}")),
            field("name", .text(maximumLength: 120)), reference("account", "Account"),
            reference("owner", "User"),
            field("stage", .choice(["qualify", "propose", "negotiate", "won", "lost"])),
            field("amount", .money(scale: 2)), field("discount", .percent(scale: 2)),
            field("close_date", .date), field("requirement_confirmed", .boolean),
            field("lost_reason", .text(maximumLength: 500)), field("probability", .integer),
            field("touched_at", .datetime), field("effort", .duration),
        ],
        children: [
            ChildrenField(name: "lines", object: "OpportunityLine", field: "opportunity")
        ])

    static let line = Object(
        name: "OpportunityLine",
        fields: [
            reference("opportunity", "Opportunity"), field("product", .text(maximumLength: 80)),
            field("quantity", .decimal(scale: 3)), field("price", .money(scale: 2)),
        ])

    static let schema = Schema([user, account, contact, opportunity, line])

    static func scope(
        _ object: Object = opportunity, allows: ConditionAllowance = .save,
        parameters: [Value] = []
    ) -> ConditionScope {
        ConditionScope(
            schema: schema, object: object, allows: allows, approvals: ["discount", "contract"],
            roles: ["seller", "finance"], parameters: parameters)
    }

    static func decimal(_ text: String) -> Value { Decimal(text).map { .decimal($0) } ?? .none }
    static func day(_ text: String) -> Value { Day(text).map { .date($0) } ?? .none }
    static func id(_ number: Int64) -> Value { .reference(RecordID(number: number)) }

    static func record(_ object: Object, _ id: Int64, _ values: [String: Value]) -> Record {
        var record = Record(object: object, id: RecordID(number: id))
        for (name, value) in values { record[name] = value }
        return record
    }

    static let users = [
        record(user, 1, ["name": .text("Ann"), "manager": id(2)]),
        record(user, 2, ["name": .text("Bob"), "manager": id(3)]),
        record(user, 3, ["name": .text("Cleo")]),
    ]
    static let accounts = [
        record(account, 10, ["name": .text("Acme"), "owner": id(2), "tier": .text("A")]),
        record(account, 11, ["name": .text("Blank")]),
    ]
    static let contacts = [
        record(
            contact, 20,
            [
                "name": .text("Dora"), "account": id(10), "role": .text("decider"),
                "wants_notice": .bool(true),
            ]),
        record(contact, 21, ["name": .text("Egon"), "account": id(10), "role": .text("user")]),
        record(contact, 22, ["name": .text("Fay"), "account": id(10)]),
    ]
    static let lines = [
        record(
            line, 40,
            ["opportunity": id(30), "quantity": decimal("2.000"), "price": decimal("100.00")]),
        record(
            line, 41,
            ["opportunity": id(30), "quantity": decimal("1.500"), "price": decimal("10.01")]),
        record(line, 42, ["opportunity": id(30), "product": .text("Gift")]),
    ]

    /// 40,000 at 20 %, stage negotiate, due 2026-12-24.
    static let deal = record(
        opportunity, 30,
        [
            "code": .text("OPP-0001"), "name": .text("Pümp"), "account": id(10), "owner": id(1),
            "stage": .text("negotiate"), "amount": decimal("40000.00"),
            "discount": decimal("20.00"), "close_date": day("2026-12-24"),
            "requirement_confirmed": .bool(true), "probability": .integer(70),
            "touched_at": .datetime(Instant(milliseconds: 1_795_334_400_000)),
            "effort": .duration(.hours(5)),
        ])

    static let actor = Actor(
        kind: .user, user: RecordID(number: 2), name: "bob", roles: ["seller"])

    /// 2026-11-22T08:00:00Z
    static let now = Instant(milliseconds: 1_795_334_400_000)

    static func context(_ record: Record = deal, old: Record? = nil) -> ConditionContext {
        ConditionContext(record: record, old: old, actor: actor, now: now, source: Memory())
    }
}

/// Records in memory.
final class Memory: RecordSource {
    let all = Sales.users + Sales.accounts + Sales.contacts + Sales.lines + [Sales.deal]

    func record(_ object: Object, _ id: RecordID) throws -> Record? {
        all.first { $0.object === object && $0.id == id }
    }

    func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record] {
        all.filter { $0.object.name == field.object && $0[field.field] == .reference(owner) }
    }

    func shares(of record: RecordID, _ object: Object) throws -> [Share] { [] }

    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal? { nil }

    func isApproved(_ approval: String, _ object: Object, _ record: RecordID) throws -> Bool {
        approval == "contract"
    }
}
