import TidegateModel

/// Drawings of `icons.svg`, for templates (`{{{icon.home}}}`) and for writers.
struct Icons: Sendable {
    /// The address of the sheet with all drawings.
    let sheet: String

    /// - Parameter name: of a drawing, from the program or a template, never from a request.
    subscript(_ name: String) -> String {
        "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"\(sheet)#\(name)\"/></svg>"
    }

    /// The drawing for an object, by the words its name is made of; most packs name their objects
    /// in the words of business. `nil`: none fits, and the page shows the first letter.
    static func name(forObject object: String) -> String? {
        let words = object.snakeCased.split(separator: "_").map(String.init)
        return words.reversed().lazy.compactMap { drawings[$0] }.first
    }

    private static let drawings = [
        "user": "user", "contact": "user", "person": "user", "lead": "user", "role": "key",
        "team": "users", "account": "building", "company": "building", "customer": "building",
        "supplier": "shop", "vendor": "shop", "opportunity": "target", "deal": "target",
        "product": "box", "item": "box", "article": "box", "order": "receipt",
        "invoice": "receipt", "quote": "receipt", "contract": "receipt", "line": "list",
        "shipment": "truck", "carrier": "truck", "delivery": "truck", "warehouse": "warehouse",
        "stock": "layers", "level": "layers", "inventory": "layers", "category": "tag",
        "task": "check", "ticket": "flag", "case": "flag", "issue": "flag", "mail": "mail",
        "alert": "bell", "approval": "approve", "receipt": "download", "event": "calendar",
        "meeting": "calendar", "project": "board", "payment": "chart", "report": "chart",
    ]
}

/// The colours that tags, stages and initials take turns in.
enum Hue: String, CaseIterable, Sendable {
    case blue, teal, violet, amber, green, pink, orange, gray, red

    var cssClass: String { "hue-" + rawValue }

    /// Of a person or a thing: always the same for the same name.
    static func of(_ name: String) -> Hue {
        // FNV-1a: Swift's own hash differs from run to run.
        let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let friendly: [Hue] = [.blue, .teal, .violet, .amber, .green, .pink, .orange]
        return friendly[Int(hash % UInt32(friendly.count))]
    }
}

extension String {
    /// `Ann Miller` → `AM`; `王小明` → `王`: what stands in the circle of a person.
    var initials: String {
        let words = split { !$0.isLetter && !$0.isNumber }
        guard let first = words.first?.first else { return "?" }
        let isLatin = first.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
        guard isLatin else { return String(first) }
        let last = words.count > 1 ? words.last?.first : nil
        return (String(first) + (last.map { String($0) } ?? "")).uppercased()
    }
}
