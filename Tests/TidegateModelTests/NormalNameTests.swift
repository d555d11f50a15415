import Testing
import TidegateModel

@Suite("The normal form of a name")
struct NormalNameTests {
    @Test(
        "is one for all spellings of a company",
        arguments: [
            [
                "Acme Trading Co., Ltd.", "ACME TRADING LIMITED", "acme  trading",
                "Acme-Trading, Inc.",
                "ＡＣＭＥ　ＴＲＡＤＩＮＧ", "The Acme Trading Company", "Acme Trading (Pvt) Ltd",
            ],
            ["Königlich GmbH & Co. KG", "KONIGLICH", "Ko\u{308}niglich GmbH", "Königlich AG"],
            ["Société Générale S.A.", "societe generale", "Societe Generale SA"],
            ["北湖水务有限公司", "北湖水务股份有限公司", "北湖水务", "北湖水务有限责任公司", "北湖 水务（公司）"],
            ["株式会社ソニー", "ソニー株式会社", "ｿﾆｰ", "㈱ソニー"],
            ["삼성 주식회사", "삼성"], ["Müller s. r. o.", "Muller"], ["Łódź Sp. z o.o.", "lodz"],
            ["Novo A/S", "Novo", "NOVO ApS"], ["Smith and Sons plc", "Smith & Sons"],
            ["O’Neil B.V.", "ONeil"], ["Straße AG", "STRASSE"],
            ["Grupo Sol, S.A. de C.V.", "Grupo Sol"],
        ])
    func same(spellings: [String]) throws {
        let forms = Set(spellings.map { NormalName.of($0) })
        #expect(forms.count == 1, "\(forms)")
    }

    @Test(
        "keeps apart what is not the same",
        arguments: [
            ("Acme Trading", "Acme Trade"), ("北湖水务有限公司", "北湖水务有限公司北京分公司"),
            ("Day Spa", "Day"), ("Limited", "Unlimited"), ("Smith & Sons", "Smith Sons"),
            ("有限公司", "公司"), ("3M", "M"), ("Ab", "Inc"),
        ])
    func apart(one: String, other: String) {
        #expect(NormalName.of(one) != nil)
        #expect(NormalName.of(one) != NormalName.of(other))
    }

    @Test(
        "never loses all of a name",
        arguments: ["Ltd", "Co. Ltd.", "公司", "有限公司", "株式会社", "The Company", "AG & Co. KG"])
    func something(name: String) {
        #expect(NormalName.of(name)?.isEmpty == false)
    }

    @Test("is nothing where nothing is named", arguments: ["", " ", "---", "…", "。"])
    func nothing(text: String) {
        #expect(NormalName.of(text) == nil)
    }

    @Test("is one word, whatever the text")
    func oneWord() {
        var random = SystemRandomNumberGenerator()
        let parts = ["Acme", "公司", "有限公司", " ", "&", "Ltd", ".", "ö", "株式会社", "A/S", "（", "the "]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...6, using: &random))
                .compactMap { _ in parts.randomElement(using: &random) }.joined()
            guard let form = NormalName.of(text) else { continue }
            #expect(!form.isEmpty && !form.contains(" "), "\(text)")
        }
    }
}
