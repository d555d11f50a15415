/// What the law adds to a company's name, and people leave out.
///
/// Source: ISO 20275, Entity Legal Forms, the forms written behind names in the countries that trade most.
/// What is a word of the language as well (`spa`, `sol`) is not among them: a name that is too long is a
/// question, a name that is too short another company.
enum LegalSuffixes {
    /// Takes suffixes away as long as something is left of the name.
    static func strip(_ words: inout NameWords) {
        if words.count > 1, words[0].elementsEqual("the".utf8) { words.removeFirst(bytes: 3) }
        while words.count > 0 {
            if let number = ending(words) {
                words.removeLast(number)
            } else if let bytes = characters(words[words.count - 1], isOnly: words.count == 1) {
                words.removeLast(bytes: bytes)
            } else {
                break
            }
        }
        for prefix in prefixes where words.count > 0 && words[0].starts(with: prefix) {
            guard words.count > 1 || words[0].count > prefix.count else { continue }
            words.removeFirst(bytes: prefix.count)
        }
    }

    /// How many words at the end are a suffix, if another word stands before them.
    private static func ending(_ words: NameWords) -> Int? {
        let count = words.count
        guard count > 1 else { return nil }
        let last = words[count - 1]
        guard last.count <= longest, last.first.map({ $0 < 0x80 }) ?? false else { return nil }
        let word = String(decoding: last, as: UTF8.self)
        let phrase = phrases[word]?.first { phrase in
            phrase.count < count
                && zip(phrase, count - phrase.count..<count).allSatisfy { word, index in
                    words[index].elementsEqual(word.utf8)
                }
        }
        return phrase?.count ?? (single.contains(word) ? 1 : nil)
    }

    /// How many bytes at the end of a word without blanks are a suffix. Of the only word something stays.
    private static func characters(_ word: ArraySlice<UInt8>, isOnly: Bool) -> Int? {
        guard let last = word.last, last >= 0x80,
            !branches.contains(where: { word.ends(with: $0) })
        else { return nil }
        return endings.first { word.ends(with: $0) && (!isOnly || word.count > $0.count) }?.count
    }

    private static let longest = 14

    private static let single: Set<String> = [
        "ab", "ag", "and", "aps", "as", "asa", "bhd", "bv", "bvba", "co", "company", "corp",
        "corporation", "cv", "doo", "eeig", "eirl", "ek", "ev", "gbr", "gesmbh", "ggmbh", "gmbh",
        "inc", "incorporated", "jsc", "kft", "kg", "kgaa", "kk", "limited", "llc", "llp", "lp",
        "ltd", "ltda", "mbh", "nv", "nyrt", "oao", "ohg", "ooo", "oy", "oyj", "pjsc", "plc",
        "pllc", "pte", "pty", "pvt", "sa", "sab", "sarl", "sas", "sasu", "sdn", "se", "slu",
        "snc", "spj", "spk", "spzoo", "srl", "sro", "ug", "zao", "zrt",
    ]

    /// By their last word, longest first.
    private static let phrases = Dictionary(
        grouping: [
            ["s", "a", "de", "c", "v"], ["sp", "z", "o", "o"], ["sa", "de", "cv"],
            ["sp", "z", "oo"],
            ["s", "p", "a"], ["s", "r", "l"], ["s", "r", "o"], ["a", "s"], ["b", "v"], ["n", "v"],
            ["private", "limited"], ["s", "a"], ["s", "l"],
        ], by: { $0.last ?? "" })

    /// Longest first.
    private static let endings = [
        "有限責任事業組合", "股份有限公司", "有限责任公司", "有限責任公司", "유한책임회사", "股份公司", "有限公司", "有限合伙",
        "有限合夥", "株式会社", "株式會社", "有限会社", "合同会社", "合資会社", "주식회사", "유한회사", "公司",
    ].map { Array($0.utf8) }

    private static let prefixes = ["株式会社", "株式會社", "有限会社", "合同会社", "주식회사", "유한회사"].map {
        Array($0.utf8)
    }

    /// A branch is not the company.
    private static let branches = ["分公司", "子公司", "总公司", "總公司"].map { Array($0.utf8) }
}

extension ArraySlice<UInt8> {
    fileprivate func ends(with suffix: [UInt8]) -> Bool {
        count >= suffix.count && self[(endIndex - suffix.count)...].elementsEqual(suffix)
    }
}
