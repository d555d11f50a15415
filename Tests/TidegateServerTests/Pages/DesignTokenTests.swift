import Testing

@testable import TidegateServer

/// The colours of `tokens.css`, as pairs of light and dark.
struct DesignTokens {
    let pairs: [String: (light: String, dark: String)]

    init(_ css: String) {
        var pairs: [String: (light: String, dark: String)] = [:]
        for match in css.matches(
            of: #/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/#)
        {
            pairs[String(match.1)] = (String(match.2), String(match.3))
        }
        self.pairs = pairs
    }

    /// Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    static func contrast(_ one: String, _ other: String) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static func luminance(_ colour: String) -> Double {
        let digits = Array(colour.dropFirst())
        let parts = [0, 2, 4].map { start -> Double in
            let value = Double(Int(String(digits[start...start + 1]), radix: 16) ?? 0) / 255
            return value <= 0.04045 ? value / 12.92 : pow(value + 0.055)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// `((value) / 1.055) ^ 2.4` without Foundation: 2.4 = 12/5, so the fifth root of the twelfth power.
    private static func pow(_ value: Double) -> Double {
        let base = value / 1.055
        var power = 1.0
        for _ in 0..<12 { power *= base }
        var root = power > 0 ? base * base : 0
        guard root > 0 else { return 0 }
        for _ in 0..<60 { root = (4 * root + power / (root * root * root * root)) / 5 }
        return root
    }
}

@Suite struct DesignTokenTests {
    let tokens: DesignTokens

    init() throws {
        tokens = DesignTokens(try #require(try WebFiles().text("static/tokens.css")))
    }

    private func ratios(_ text: String, on ground: String) throws -> [Double] {
        let text = try #require(tokens.pairs[text])
        let ground = try #require(tokens.pairs[ground])
        return [
            DesignTokens.contrast(text.light, ground.light),
            DesignTokens.contrast(text.dark, ground.dark),
        ]
    }

    @Test func `contrast is computed as WCAG says`() {
        #expect(abs(DesignTokens.contrast("#ffffff", "#000000") - 21) < 0.01)
        #expect(abs(DesignTokens.contrast("#777777", "#ffffff") - 4.48) < 0.01)
    }

    @Test(arguments: ["text", "text-muted", "text-faint", "accent-text", "good", "warn", "bad"])
    func `texts can be read on every ground they stand on`(text: String) throws {
        for ground in ["frame", "surface", "surface-sunken", "surface-raised", "hover", "selected"]
        {
            for ratio in try ratios(text, on: ground) {
                #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
            }
        }
    }

    @Test(arguments: ["text", "text-muted"])
    func `texts can be read on banners`(text: String) throws {
        for ground in ["good-soft", "warn-soft", "bad-soft", "accent-soft", "gray-soft"] {
            for ratio in try ratios(text, on: ground) {
                #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
            }
        }
    }

    @Test(arguments: Hue.allCases)
    func `tags can be read`(hue: Hue) throws {
        for ratio in try ratios("\(hue.rawValue)-on-soft", on: "\(hue.rawValue)-soft") {
            #expect(ratio >= 4.5, "\(hue): \(ratio)")
        }
    }

    @Test(arguments: [
        ("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-bad", "bad-fill"),
        ("good-on-soft", "good-soft"), ("warn-on-soft", "warn-soft"), ("bad-on-soft", "bad-soft"),
        ("accent-text", "accent-soft"), ("text", "frame-current"), ("text", "pressed"),
    ])
    func `what stands on a colour can be read`(text: String, ground: String) throws {
        for ratio in try ratios(text, on: ground) {
            #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
        }
    }

    @Test func `the edges of inputs and the focus can be seen`() throws {
        for edge in ["line-control", "focus"] {
            for ground in ["surface", "surface-raised"] {
                for ratio in try ratios(edge, on: ground) {
                    #expect(ratio >= 3, "\(edge) on \(ground): \(ratio)")
                }
            }
        }
    }

    @Test(arguments: ["base.css", "components.css", "views.css"])
    func `no other file names a colour`(file: String) throws {
        let css = try #require(try WebFiles().text("static/\(file)"))
        #expect(css.firstMatch(of: #/#[0-9a-fA-F]{3,8}\b(?![^{]*\{)/#) == nil)
        #expect(!css.contains("rgb(") && !css.contains("hsl("))
    }

    @Test func `every colour that is used has a name in the tokens`() throws {
        let files = try WebFiles()
        let names = Set(
            try #require(files.text("static/tokens.css")).matches(of: #/--([a-z0-9-]+):/#)
                .map { String($0.1) })
        for file in files.names(in: "static/") where file.hasSuffix(".css") {
            let css = try #require(files.text(file))
            let own = Set(css.matches(of: #/--([a-z0-9-]+):/#).map { String($0.1) })
            let used = Set(css.matches(of: #/var\(--([a-z0-9-]+)/#).map { String($0.1) })
            #expect(used.subtracting(names).subtracting(own) == [], "\(file)")
        }
    }
}
