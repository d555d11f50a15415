import Testing
import TidegateModel
import TidegateRules

@Suite("One of several ways")
struct EitherTests {
    private let owner = ["field": Speech.term(.field("Deal", "owner"))]

    @Test("is said once, and who stands above the owner includes the owner")
    func said() {
        let own = Speech.sentence("must.be_you", owner)
        let above = Speech.sentence("must.be_report", owner)
        let shared = Speech.sentence("must.be_shared")
        let nested = Speech.sentence("saw.or", ["one": above, "other": shared])
        #expect(
            Speech.either([own, .clauses([nested]), shared])
                == .sentence("saw.or", ["one": above, "other": shared]))
    }

    @Test("leaves alone what is not the same")
    func different() {
        let own = Speech.sentence("must.be_you", owner)
        #expect(Speech.either([own]) == own)
    }
}
