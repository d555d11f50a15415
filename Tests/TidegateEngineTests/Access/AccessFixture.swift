import TidegateEngine
import TidegateModel
import TidegateRules

/// ann and sam sell, bob is above ann, fin sees margins, eve holds no role.
struct AccessCast {
    static let rules = """
        object "Account" {
          text "name" { required = true }, money "revenue", reference "owner" { to = "User" },
          children "deals" { of = "Deal.account" }, unique { "name" },
        }
        object "Deal" {
          title = "{name} {account} {margin}",
          text "name" { required = true, max = 40 }, money "amount", money "margin",
          integer "score", text "code", text "note",
          reference "account" { to = "Account", on_delete = "restrict" },
          reference "owner" { to = "User", default = "me()" },
          choice "stage" { values = { "open", "won" }, default = "open" },
          children "lines" { of = "Line.deal" },
          money "total" { rollup = "sum(lines.price)" },
          unique { "code" },
        }
        object "Line" {
          title = "{name}",
          text "name" { required = true }, money "price",
          reference "deal" { to = "Deal", required = true, on_delete = "cascade" },
        }
        object "Ledger" { text "name", money "amount", reference "deal" { to = "Deal", on_delete = "cascade" } }

        access "everyone" { User = { read = true }, UserRole = { read = true } }
        access "seller" {
          Account = { read = "owner == me() or owner is empty", hide = { "revenue" } },
          Deal    = { create = "score is empty or score < 100", read = "owner == me() or owner in my_reports() or shared()",
                      update = "owner == me() or shared('update')", delete = "owner == me()",
                      hide = { "margin" }, readonly = { "score" }, actions = { "Press" } },
          Line    = { create = true, read = "name != 'secret'" },
        }
        access "finance" {
          Account = { read = true }, Deal = { read = true }, Line = { read = true }, Ledger = { read = true },
        }
        access "clerk" { Ledger = { create = true } }

        pipeline "Deal.stage" {
          stage "open" { to = { "won" } },
          stage "won" { final = true,
            gate "Margin" { must = "margin > 10", say = "The margin is {margin}." },
            gate "Rich"   { must = "account.revenue > 1000" },
            gate "Lines"  { must = "count(lines) >= 2 and sum(lines.price) > 500" },
            gate "Noted"  { need = { "margin" } } },
        }
        validation "Deal" "Margin fits" { must = "margin is empty or margin <= 5000", say = "{margin} is too much." }
        approval "big" { on = "Deal", when = "amount > 9000", step "boss" { who = role "chief" } }

        action "Press" { on = "Deal", when = "margin > 10", roles = { "chief" }, run = function(deal)
          deal.note = "pressed"
          deal:save()
        end }
        action "Book" { on = "Deal", as = "system", run = function(deal)
          create "Ledger" { name = "booked " .. tostring(deal.margin), deal = deal }
        end }
        action "Book by hand" { on = "Deal", run = function(deal) create "Ledger" { name = "by hand", deal = deal } end }
        action "Double the margin" { on = "Deal", run = function(deal) deal.note = tostring(deal.margin * 2) end }
        action "Count" { on = "Deal", run = function(deal)
          log(db.Deal:count(), db.Deal:count("lines is empty"), #deal.lines, tostring(deal.account))
        end }
        action "Find by margin" { on = "Deal", run = function(deal) log(db.Deal:count("margin > 0")) end }

        hook "Deal" "scores" { when = "name in {'scored', 'too good'}",
          before_save = function(deal) deal.score = deal.name == "scored" and 7 or 100 end }
        hook "Line" "marks the deal" { when = "name == 'marked'", as = "system",
          after_save = function(line)
            local deal = db.Deal:get(line.deal.id)
            deal.note = "margin " .. tostring(deal.margin)
            deal:save()
          end }
        """

    let bench: Workbench
    let ann: Actor
    let sam: Actor
    let bob: Actor
    let fin: Actor
    let eve: Actor
    /// ann's and sam's.
    let deal: Record
    let other: Record
    let account: Record

    var engine: Engine { bench.engine }

    init() async throws {
        bench = try await Workbench(Self.rules)
        bob = try await bench.user("bob", roles: ["seller", "chief"])
        ann = try await bench.user("ann", roles: ["seller"], manager: "bob")
        sam = try await bench.user("sam", roles: ["seller"])
        fin = try await bench.user("fin", roles: ["finance"])
        eve = try await bench.user("eve")
        func owner(_ actor: Actor) -> Value { actor.user.map(Value.reference) ?? .none }
        account = try await bench.create(
            "Account",
            ["name": .text("Acme"), "revenue": .money("77.00"), "owner": owner(sam)])
        deal = try await bench.create(
            "Deal",
            [
                "name": .text("Pump"), "margin": .money("4.00"), "amount": .money("80.00"),
                "owner": owner(ann), "account": .reference(account.id), "code": .text("P-1"),
            ])
        other = try await bench.create(
            "Deal",
            ["name": .text("Valve"), "margin": .money("9.00"), "owner": owner(sam)])
        for (name, deal) in [("belt", deal), ("secret", deal), ("cap", other)] {
            _ = try await bench.create(
                "Line",
                ["name": .text(name), "price": .money("10.00"), "deal": .reference(deal.id)])
        }
    }

    /// The error's code, or `done`.
    func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch let error as TidegateError {
            return error.reasons.first.map { "\(error.code) \($0.code)" } ?? error.code
        } catch {
            return "\(error)"
        }
    }

    func message(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch let error as TidegateError {
            return ([error.message] + error.reasons.map(\.message) + [error.hint ?? ""])
                .joined(separator: " | ")
        } catch {
            return "\(error)"
        }
    }

    func list(_ object: String, _ condition: String?, as actor: Actor) async throws -> [Record] {
        guard
            case .records(let found) = try await engine.list(
                ListRequest(object, where: condition), as: actor)
        else { return [] }
        return found
    }
}
