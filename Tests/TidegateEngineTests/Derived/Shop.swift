import Testing
import TidegateEngine
import TidegateModel
import TidegateRules

/// Objects whose fields are computed in every way there is, and a naive look at them.
enum Shop {
    static let rules = """
        object "Product" {
          title = "{name}", text "name", money "price",
          children "lines" { of = "Line.product" },
          integer "sold" { rollup = "sum(lines.quantity)" },
        }
        object "Customer" {
          title = "{name}", text "name",
          children "orders" { of = "Order.customer" },
          children "direct" { of = "Line.customer" },
          money "revenue" { rollup = "sum(orders.net where kind == 'real')" },
          money "best" { rollup = "max(orders.most)" },
          integer "done" { rollup = "sum(orders.done)" },
          integer "long" { rollup = "count(orders where count(lines) > 2)" },
          integer "named" { rollup = "count(direct where quantity > 2)" },
          money "each" { formula = "revenue / (named + 1)" },
        }
        object "Order" {
          title = "{name}", text "name",
          reference "customer" { to = "Customer", on_delete = "clear" },
          choice "kind" { values = { "real", "draft" } },
          percent "discount", money "credit",
          currency "currency", date "ordered", money "freight" { currency = "currency" },
          money "home_freight" { formula = "home(freight, ordered)" },
          money "home_sum" { rollup = "sum(lines.home_cost)" },
          money "home_straight" { rollup = "sum(home(lines.cost, lines.order.ordered))" },
          children "lines" { of = "Line.order" },
          money "total" { rollup = "sum(lines.total)" },
          money "big" { rollup = "sum(lines.total where quantity > 3)" },
          integer "done" { rollup = "count(lines where done)" },
          integer "priced" { rollup = "count(lines where price > 10)" },
          money "least" { rollup = "min(lines.price)" },
          integer "least_whole" { rollup = "min(lines.quantity where done)" },
          money "most" { rollup = "max(lines.total)" },
          money "rounded" { rollup = "max(lines.weight)" },
          money "rounded_sum" { rollup = "sum(lines.weight)" },
          decimal "mean" { scale = 6, rollup = "avg(lines.total)" },
          date "first_due" { rollup = "min(lines.due)" },
          boolean "any_dear" { rollup = "any(lines where price > 10)" },
          boolean "all_done" { rollup = "all(lines where done)" },
          integer "huge" { rollup = "sum(lines.huge)" },
          money "rebated" { rollup = "sum(lines.total where order.discount > 5)" },
          money "open" { rollup = "sum(lines.total) - credit" },
          money "listed" { rollup = "sum(lines.product.price)" },
          integer "siblings" { rollup = "count(customer.orders where kind == 'real')" },
          money "net" { formula = "total * (100 - coalesce(discount, 0)) / 100" },
        }
        object "Line" {
          title = "{id}",
          reference "order" { to = "Order", on_delete = "cascade" },
          reference "customer" { to = "Customer", on_delete = "clear" },
          reference "product" { to = "Product", on_delete = "clear" },
          integer "quantity", money "price", boolean "done", date "due", integer "huge",
          decimal "weight" { scale = 4 },
          money "total" { formula = "coalesce(price, product.price) * quantity" },
          money "cost" { currency = "order.currency" }, money "duty" { currency = "USD" },
          money "home_cost" { formula = "home(cost, due)" },
          money "home_duty" { formula = "home(duty, due)" },
          money "home_now" { formula = "home(cost)" },
          text "buyer" { formula = "order.customer.name" },
        }
        object "ExchangeRate" {
          currency "currency", date "day", decimal "rate" { scale = 9 }, unique { "currency", "day" },
        }
        validation "Line" "Few" {
          must = "quantity is empty or quantity < 9", say = "Too many.", at = "quantity" }
        """

    static let objects = ["Product", "Customer", "Order", "Line", "ExchangeRate"]

    /// Every computed value that is not what its expression gives in memory over all records.
    static func untrue(_ bench: Workbench) async throws -> [String] {
        let everything = try await Everything(bench)
        let bundle = bench.engine.bundle
        return try everything.records.values.sorted { $0.id < $1.id }.flatMap { record in
            let rules = try #require(bundle.rules(of: record.object))
            return try rules.computed.compactMap { computed -> String? in
                let field = record.object.fields[computed.slot]
                let value = try computed.field.expression.value(
                    ConditionContext(
                        record: record, actor: .system, now: bench.clock.clock.now(),
                        source: everything))
                var wanted = value
                if field.type.kind == .decimal, let number = value.decimal {
                    wanted = number.rescaled(to: field.type.scale).map(Value.decimal) ?? .none
                }
                guard wanted != record[computed.slot] else { return nil }
                return "\(record.object.name)/\(record.id) \(field.name): "
                    + "kept \(record[computed.slot]), is \(wanted)"
            }
        }
    }
}

/// All records of a shop, in memory.
final class Everything: RecordSource {
    private(set) var records: [RecordID: Record] = [:]

    init(_ bench: Workbench) async throws {
        for object in Shop.objects {
            guard
                case .records(let found) = try await bench.engine.list(
                    ListRequest(object), as: .system)
            else { continue }
            for record in found { records[record.id] = record }
        }
    }

    func record(_ object: Object, _ id: RecordID) throws -> Record? { records[id] }

    func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record] {
        records.values.filter {
            $0.object.name == field.object && $0[field.field] == .reference(owner)
        }
    }

    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal? {
        let earlier = records.values.compactMap { record -> (start: Day, record: Record)? in
            guard record.object.name == "ExchangeRate", record["currency"] == .text(currency),
                case .date(let start) = record["day"], start <= day
            else { return nil }
            return (start, record)
        }
        return earlier.max { $0.start < $1.start }?.record["rate"].decimal
    }

    func isApproved(_ approval: String, _ object: Object, _ record: RecordID) throws -> Bool {
        false
    }

    func shares(of record: RecordID, _ object: Object) throws -> [Share] { [] }
}
