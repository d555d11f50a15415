import Testing
import TidegateScript

@Suite("Money whose currency")
struct CurrencyFindingTests {
    @Test(
        arguments: [
            (#"money "x" { currency = "usd dollars" }"#, "currency is a code such as EUR"),
            (#"money "x" { currency = "QQQ" }"#, "currency is a code such as EUR"),
            (#"money "x" { currency = "name" }"#, "is no field of the type currency"),
            (#"money "x" { currency = "other.currency" }"#, "is no field of the type currency"),
            (#"money "x" { formula = "home(name)" }"#, "home() wants a field of money"),
            (#"money "x" { formula = "home(1)" }"#, "home() wants a field of money"),
            (
                #"money "y" { currency = "USD" }, money "x" { formula = "home(y, name)" }"#,
                "home() wants a day"
            ),
        ])
    func `is refused where its currency is not known`(field: String, complaint: String) async throws
    {
        let rules = """
            object "ExchangeRate" {
              currency "currency", date "day", decimal "rate" { scale = 9 },
            }
            object "Thing" { text "name", reference "other" { to = "Thing" }, \(field) }
            """
        let pack = PackFiles(
            name: "demo",
            files: [
                .init(path: "pack.lua", text: Array("pack \"demo\" { version = \"1.0.0\" }".utf8)),
                .init(path: "rules.lua", text: Array(rules.utf8)),
            ])
        let findings = try PackSet.load([pack], engineObjects: []).findings.map(\.message)
        #expect(
            findings.contains { "\($0)".contains(complaint) }, "\(findings)")
    }
}
