import TidegateModel

extension Language {
    /// The best of ours for a browser's wishes, most wanted first.
    ///
    /// Regions stand for scripts: Taiwan, Hong Kong and Macau write traditional characters.
    /// Source: RFC 9110, 12.5.4; CLDR likely subtags.
    static func preferred(by acceptLanguage: String) -> Language? {
        let wishes = acceptLanguage.prefix(ServerLimits.acceptLanguageBytes).split(separator: ",")
            .compactMap { part -> (tag: String, weight: Double)? in
                let pieces = part.split(separator: ";")
                guard let tag = pieces.first?.trimmingPrefix(while: \.isWhitespace) else {
                    return nil
                }
                let weight = pieces.dropFirst().compactMap { piece -> Double? in
                    let text = piece.drop(while: \.isWhitespace)
                    return text.hasPrefix("q=") ? Double(text.dropFirst(2)) : nil
                }
                return (tag.lowercased(), weight.first ?? 1)
            }
        // A stable sort: of equal weights, the first written wins.
        let ordered = wishes.enumerated().sorted {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }
        return ordered.lazy.compactMap { language(of: $0.element.tag) }.first
    }

    private static func language(of tag: String) -> Language? {
        let parts = tag.split(separator: "-")
        switch parts.first {
        case "en": return .english
        case "zh":
            let isTraditional = parts.contains { ["hant", "tw", "hk", "mo"].contains($0) }
            return isTraditional ? .traditionalChinese : .simplifiedChinese
        default: return nil
        }
    }
}
