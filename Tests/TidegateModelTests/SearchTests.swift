import Testing
import TidegateModel

@Suite("Words of a search")
struct SearchTests {
    private func words(_ text: String) -> String {
        var cutter = SearchCutter()
        var words: [UInt8] = []
        var text = text
        text.withUTF8 { cutter.append($0, to: &words) }
        return String(decoding: words.dropLast(), as: UTF8.self)
    }

    private func marked(_ text: String, _ typed: String) -> String {
        let found = SearchMatch(text, SearchTerms(typed)).ranges
        return SearchExcerpt(text, found: found, length: 10_000).pieces
            .map { $0.isFound ? "[\($0.text)]" : $0.text }.joined()
    }

    @Test(
        "are the same whatever their case, accents and width",
        arguments: [
            ("Müller & Söhne GmbH", "muller sohne gmbh"),
            ("ＡＢＣ－１２", "abc 12"),
            ("Straße, Ærø, Łódź, İzmir", "strasse aero lodz izmir"),
            ("ﬁne ½ ㎏", "fine 1 2 kg"),
            ("e\u{301}te\u{301}", "ete"),
            ("Καλός ΣΟΦΌΣ", "καλοσ σοφοσ"),
            ("Йошкар-Ола", "иошкар ола"),
            ("ann.lee@example.com", "ann lee example com"),
            ("OPP-2026-0007", "opp 2026 0007"),
            ("", ""), (" \t\u{3000}—…", ""), ("😀 a😀b", "a b"),
        ])
    func folded(_ text: String, _ want: String) { #expect(words(text) == want) }

    @Test(
        "of scripts without spaces are pairs of neighbours and the last character",
        arguments: [
            ("电子公司", "电子 子公 公司 司"),
            ("公司", "公司 司"), ("司", "司"),
            ("北京ABC公司2号", "北京 京 abc 公司 司 2 号"),
            ("上海，北京", "上海 海 北京 京"),
            // Simplified and traditional stay as they are written.
            ("電子", "電子 子"),
            ("ｶﾞｽ ガス", "カス ス カス ス"),
            ("서울", "서울 울"),
            ("㈱日立", "株 日立 立"),
        ])
    func runs(_ text: String, _ want: String) { #expect(words(text) == want) }

    @Test("that cannot be UTF-8 are left out, and nothing is read past the end")
    func broken() {
        for bytes: [UInt8] in [
            [0xE5], [0x61, 0xE5, 0x85], [0xFF, 0x62], [0xF4, 0x90], [0xC0, 0x80, 0x63],
        ] {
            var cutter = SearchCutter()
            var words: [UInt8] = []
            bytes.withUnsafeBufferPointer { cutter.append($0, to: &words) }
            #expect(words.count <= 8)
        }
    }

    @Test("that never end are known by their beginning")
    func long() {
        #expect(words(String(repeating: "x", count: 5_000)).count == 64)
        #expect(
            !SearchMatch(
                String(repeating: "x", count: 5_000),
                SearchTerms(String(repeating: "x", count: 200))
            ).ranges.isEmpty)
    }

    @Test("are joined by and; quotation marks make a phrase, the last word may be unfinished")
    func terms() {
        typealias Phrase = SearchTerms.Phrase
        #expect(
            SearchTerms("Acme \"north  gate\" pum").phrases == [
                Phrase(["acme"]), Phrase(["north", "gate"]), Phrase(["pum"], isPrefix: true),
            ])
        #expect(
            SearchTerms("OPP-2026-00").phrases == [Phrase(["opp", "2026", "00"], isPrefix: true)])
        #expect(SearchTerms("公司").phrases == [Phrase(["公司"])])
        #expect(SearchTerms("子公司").phrases == [Phrase(["子公", "公司"])])
        #expect(SearchTerms("司").phrases == [Phrase(["司"], isPrefix: true)])
        #expect(SearchTerms("公司 abc").phrases == [Phrase(["公司"]), Phrase(["abc"], isPrefix: true)])
        #expect(SearchTerms("公司abc").phrases == [Phrase(["公司", "司", "abc"], isPrefix: true)])
        #expect(SearchTerms("「open").phrases == [Phrase(["open"])])
        #expect(SearchTerms("a").phrases == [Phrase(["a"])])
        #expect(SearchTerms("xx xx xx").phrases.count == 2)
        for nothing in ["", "  ", "\"\"", "*", "()", "AND:".filter { $0 == ":" }] {
            #expect(SearchTerms(nothing).isEmpty)
        }
    }

    @Test(
        "are marked where they stand in the text as it was written",
        arguments: [
            ("Müller Pumpen", "muller pum", "[Müller] [Pumpen]"),
            ("北京电子公司", "电子", "北京[电子]公司"),
            ("北京电子公司", "子公司", "北京电[子公司]"),
            ("公司公", "公", "[公]司[公]"),
            ("ＡＣＭＥ Ltd", "acme", "[ＡＣＭＥ] Ltd"),
            ("gate north, north gate", "\"north gate\"", "gate north, [north gate]"),
            ("cafe\u{301} x", "cafe", "[cafe\u{301}] x"),
            ("nothing here", "acme", "nothing here"),
        ])
    func marks(_ text: String, _ typed: String, _ want: String) {
        #expect(marked(text, typed) == want)
    }

    @Test("weigh more where they are whole, often, early and among few others")
    func ranking() {
        func score(_ text: String, _ typed: String) -> Double {
            SearchMatch(text, SearchTerms(typed)).shares.reduce(0, +)
        }
        #expect(score("pump", "pump") > score("pumps", "pump"))
        #expect(score("pump pump valve valve", "pump") > score("pump valve valve valve", "pump"))
        #expect(score("pump valve", "pump") > score("valve pump", "pump"))
        #expect(score("pump", "pump") > score("pump" + String(repeating: " x", count: 80), "pump"))
        #expect(score("valve", "pump") == 0)
    }

    @Test("in a long text are shown with what stands around them")
    func excerpts() {
        let text =
            String(repeating: "长文。", count: 100) + "\n公司 " + String(repeating: "tail ", count: 100)
        let excerpt = SearchExcerpt(text, found: SearchMatch(text, SearchTerms("公司")).ranges)
        #expect(excerpt.text.unicodeScalars.count == SearchExcerpt.usualLength + 2)
        #expect(excerpt.text.hasPrefix("…") && excerpt.text.hasSuffix("…"))
        #expect(!excerpt.text.contains("\n"))
        #expect(excerpt.pieces.filter(\.isFound).map(\.text) == ["公司"])
    }

    @Test("are found in a text by every part of it: random texts of many scripts")
    func property() {
        var seed = SplitMix(state: 15)
        let letters = Array("abÉß12 -,公司电子北京가나ガス�ﬁ٣😀")
        for _ in 0..<2_000 {
            let text = String(
                (0..<Int.random(in: 1...12, using: &seed)).map { _ in
                    letters.randomElement(using: &seed) ?? "a"
                })
            // A part that does not cut a word of letters in two.
            let part = text.split(separator: " ").randomElement(using: &seed).map(String.init) ?? ""
            let terms = SearchTerms(part)
            guard !terms.isEmpty else { continue }
            let match = SearchMatch(text, terms)
            #expect(
                match.shares.allSatisfy { $0 > 0 },
                "\(text.debugDescription): \(part.debugDescription)")
            for range in match.ranges { #expect(range.upperBound <= text.utf8.count) }
        }
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
