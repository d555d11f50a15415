import TidegateEngine
import TidegateModel
import TidegateRules

/// Words the parts of a page in the reader's language: labels, values, times.
struct Wording {
    let texts: Texts
    let language: Language
    let bundle: Bundle
    let now: Instant
    var names: [RecordID: String] = [:]

    func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        texts(key, language, values)
    }

    // MARK: Labels

    func label(_ field: Field, _ object: Object) -> String { field.label }

    func label(_ object: Object) -> String { object.label }

    func plural(_ object: Object) -> String { object.plural }

    func stage(_ name: String, _ object: Object) -> String { name.humanized }

    // MARK: Values

    /// As a person reads it; empty for a missing value.
    func value(_ value: Value, _ field: Field, _ object: Object) -> String {
        switch value {
        case .none: ""
        case .bool(let flag): self(flag ? "value.yes" : "value.no")
        case .text(let text):
            if case .choice = field.type { text.humanized } else { text }
        case .decimal(let number):
            if case .percent = field.type { "\(number) %" } else { grouped("\(number)") }
        case .integer(let number): grouped("\(number)")
        case .reference(let id): names[id] ?? "\(id)"
        case .datetime(let instant): time(instant)
        case .date, .duration: value.description
        }
    }

    /// What stands in an input.
    static func raw(_ value: Value) -> String { value.isMissing ? "" : value.description }

    private func grouped(_ number: String) -> String {
        let parts = number.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return number }
        let digits = whole.drop { $0 == "-" }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        if whole.hasPrefix("-") { text = "−" + text }
        return parts.count > 1 ? text + "." + parts[1] : text
    }

    // MARK: Times

    func time(_ instant: Instant) -> String {
        String(instant.description.prefix(16)).replacing("T", with: " ")
    }

    /// `3 hours ago`, `in 2 days`.
    func relative(_ instant: Instant) -> String {
        let seconds = (instant.milliseconds - now.milliseconds) / 1000
        let (count, unit): (Int64, String) =
            switch seconds.magnitude {
            case ..<60: (0, "now")
            case ..<3600: (Int64(seconds.magnitude / 60), "minute")
            case ..<86_400: (Int64(seconds.magnitude / 3600), "hour")
            default: (Int64(seconds.magnitude / 86_400), "day")
            }
        if unit == "now" { return self("time.now") }
        let plural = count == 1 ? unit : unit + "s"
        return self(seconds < 0 ? "time.\(plural)_ago" : "time.in_\(plural)", ["n": "\(count)"])
    }

    /// For `<time datetime="…" title="…">`.
    func moment(_ instant: Instant) -> [String: Any] {
        ["iso": instant.description, "text": relative(instant), "full": time(instant)]
    }

    /// Initials for an avatar: `AB` of Ann Baker, 王 of 王芳.
    static func initials(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard let first = words.first?.first else { return "?" }
        guard first.isASCII, words.count > 1, let last = words.last?.first else {
            return String(first).uppercased()
        }
        return (String(first) + String(last)).uppercased()
    }
}
