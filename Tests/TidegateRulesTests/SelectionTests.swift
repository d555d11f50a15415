import Testing
import TidegateModel
import TidegateRules

@Suite("Selections, templates and summaries")
struct SelectionTests {
    static let selections: [(String, [Int64], String)] = [
        ("owner", [1], "User"), ("owner.manager.manager", [3], "User"),
        ("me().manager", [3], "User"),
        ("account.contacts", [20, 21, 22], "Contact"),
        ("account.contacts where wants_notice", [20], "Contact"),
        ("account.contacts where role != 'decider'", [21], "Contact"),
        ("lines where quantity > 1", [40, 41], "OpportunityLine"),
        ("owner where name == 'Bob'", [], "User"),
        ("owner.manager.manager.manager", [], "User"),
    ]

    @Test("finds records from a record", arguments: selections)
    func selection(source: String, want: [Int64], target: String) throws {
        let selection = try Selection.compile(source, in: Sales.scope())
        #expect(selection.target.name == target)
        #expect(try selection.records(Sales.context()).map(\.id.number) == want)
    }

    @Test("refuses what is no selection")
    func refusals() {
        func message(_ source: String) -> String? {
            do throws(ConditionProblems) {
                _ = try Selection.compile(source, in: Sales.scope())
                return nil
            } catch { return error.problems.first?.message }
        }
        #expect(
            message("amount")
                == "expected records: a reference like `owner`, or a collection with an optional"
                + " `where`")
        #expect(
            message("account.contacts where rol == 'x'")
                == "unknown field rol of Contact; did you mean role?")
    }

    @Test("finds the records of an object")
    func object() throws {
        let found = try ObjectSelection.compile(
            "Opportunity where close_date < today() - days(30)", schema: Sales.schema)
        #expect(found.object === Sales.opportunity)
        #expect(try found.condition?.holds(Sales.context()) == .no)
        do throws(ConditionProblems) {
            _ = try ObjectSelection.compile("Oportunity where amount > 1", schema: Sales.schema)
            Issue.record("compiled")
        } catch {
            #expect(
                error.problems.map(\.message)
                    == ["unknown object Oportunity; did you mean Opportunity?"])
        }
    }

    static let templates: [(String, String)] = [
        ("{name} is silent, {account.name}", "Pümp is silent, Acme"),
        ("{{{code}}} {amount * 2}", "{OPP-0001} 80000.00"),
        ("{owner}: {lost_reason}!", "Ann: !"), ("{id}/{stage}", "000000000000Y/negotiate"),
        ("{owner.id}", "0000000000001"), ("{stage in {'won'}}", "no"),
        ("{verdict.by} said no", "Zoe said no"), ("no braces", "no braces"),
    ]

    @Test("puts values into a text", arguments: templates)
    func template(source: String, want: String) throws {
        let template = try Template.compile(
            source, in: Sales.scope(), extras: ["verdict.by", "verdict.comment"])
        #expect(try template.render(Sales.context(), extras: ["verdict.by": "Zoe"]) == want)
    }

    @Test("says where a template is wrong")
    func wrongTemplates() {
        let cases: [(String, Range<Int>, String)] = [
            ("Dear {nmae}", 6..<10, "unknown field nmae of Opportunity; did you mean name?"),
            ("Dear {name", 5..<6, "the brace is not closed; write {{ for the character itself"),
            ("Dear name}", 9..<10, "this brace closes nothing; write }} for the character itself"),
            ("{verdict.bye}", 1..<12, "unknown value verdict.bye; did you mean verdict.by?"),
            (
                String(repeating: "{id}", count: 101), 0..<404,
                "101 parts in braces; the limit is 100"
            ),
            ("a {} b", 3..<3, "the condition is empty; write what must be true"),
        ]
        for (source, range, message) in cases {
            do throws(ConditionProblems) {
                _ = try Template.compile(source, in: Sales.scope(), extras: ["verdict.by"])
                Issue.record("\(source) compiled")
            } catch {
                #expect(error.problems.map(\.message) == [message])
                #expect(error.problems.map(\.range) == [range])
            }
        }
    }

    @Test("knows what a summary computes")
    func summary() throws {
        let summary = try Summary.compile(
            "count(), sum(amount), avg(probability), max(close_date)", in: Sales.scope())
        #expect(
            summary.items.map(\.label) == [
                "count()", "sum(amount)", "avg(probability)", "max(close_date)",
            ])
        #expect(summary.items.map(\.kind) == [.integer, .decimal, .decimal, .date])
        #expect(summary.items.map(\.scale) == [0, 2, 6, 0])
        func message(_ source: String) -> String? {
            do throws(ConditionProblems) {
                _ = try Summary.compile(source, in: Sales.scope())
                return nil
            } catch { return error.problems.first?.message }
        }
        #expect(
            message("count(), som(amount)")
                == "som() does not summarize; use count, sum, min, max or avg; did you mean sum()?")
        #expect(message("sum(name)") == "sum() wants a number, this is a text")
        #expect(message("amount") == "expected count(), sum(field), …, found amount")
    }
}
