import Logging
import TidegateModel

/// One line of ``SettingTable``: a name, what it is for, and how its text becomes a value.
public struct Setting: Sendable {
    /// As it stands in a file. `TIDEGATE_SESSION_IDLE` in the environment is `session_idle`.
    public let name: String
    /// `12 hours`
    public let form: String
    public let help: String
    let read: @Sendable (inout ServerSettings, String) throws -> Void
    let write: @Sendable (ServerSettings) -> String

    public var variable: String { "TIDEGATE_" + name.uppercased() }

    /// What it is when nobody says anything.
    public var standard: String { write(ServerSettings()) }

    typealias Path<Value> = WritableKeyPath<ServerSettings, Value> & Sendable

    static func text(_ name: String, _ path: Path<String>, _ help: String) -> Setting {
        Setting(
            name: name, form: "text", help: help, read: { $0[keyPath: path] = $1 },
            write: { $0[keyPath: path] })
    }

    static func optional(
        _ name: String, _ form: String, _ path: Path<String?>, _ help: String,
        check: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> Setting {
        Setting(
            name: name, form: form, help: help,
            read: { settings, text in
                guard text.isEmpty || check(text) else {
                    throw SettingSentences.wrong(name, text, form)
                }
                settings[keyPath: path] = text.isEmpty ? nil : text
            }, write: { $0[keyPath: path] ?? "" })
    }

    static func list(_ name: String, _ path: Path<[String]>, _ help: String) -> Setting {
        Setting(
            name: name, form: "names with spaces between", help: help,
            read: { $0[keyPath: path] = $1.split(separator: " ").map(String.init) },
            write: { $0[keyPath: path].joined(separator: " ") })
    }

    static func number(
        _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ help: String
    ) -> Setting {
        let form = "a number from \(range.lowerBound) to \(range.upperBound)"
        return Setting(
            name: name, form: form, help: help,
            read: { settings, text in
                guard let number = Int(text), range.contains(number) else {
                    throw SettingSentences.wrong(name, text, form)
                }
                settings[keyPath: path] = number
            }, write: { String($0[keyPath: path]) })
    }

    /// `16 KiB`
    static func bytes(
        _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ help: String
    ) -> Setting {
        let form = "\(ByteCount.text(range.lowerBound)) to \(ByteCount.text(range.upperBound))"
        return Setting(
            name: name, form: form, help: help,
            read: { settings, text in
                guard let count = ByteCount.read(text), range.contains(count) else {
                    throw SettingSentences.wrong(name, text, form)
                }
                settings[keyPath: path] = count
            }, write: { ByteCount.text($0[keyPath: path]) })
    }

    /// `30 seconds`
    static func time(
        _ name: String, _ path: Path<Span>, _ range: ClosedRange<Span>, _ help: String
    ) -> Setting {
        let form = "\(range.lowerBound) to \(range.upperBound)"
        return Setting(
            name: name, form: form, help: help,
            read: { settings, text in
                guard let span = Span(text), range.contains(span) else {
                    throw SettingSentences.wrong(name, text, form)
                }
                settings[keyPath: path] = span
            }, write: { $0[keyPath: path].description })
    }

    static func choice<Value: CaseIterable & RawRepresentable & Sendable>(
        _ name: String, _ path: Path<Value>, _ help: String
    ) -> Setting where Value.RawValue == String {
        let form = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return Setting(
            name: name, form: form, help: help,
            read: { settings, text in
                guard let value = Value(rawValue: text) else {
                    throw SettingSentences.wrong(name, text, form)
                }
                settings[keyPath: path] = value
            }, write: { $0[keyPath: path].rawValue })
    }

    static func flag(_ name: String, _ path: Path<Bool>, _ help: String) -> Setting {
        Setting(
            name: name, form: "yes, no", help: help,
            read: { settings, text in
                guard text == "yes" || text == "no" else {
                    throw SettingSentences.wrong(name, text, "yes, no")
                }
                settings[keyPath: path] = text == "yes"
            }, write: { $0[keyPath: path] ? "yes" : "no" })
    }
}

/// Sizes as people write them.
enum ByteCount {
    private static let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]

    static func read(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard let number = words.first.flatMap({ Int($0) }), number >= 0 else { return nil }
        switch words.count {
        case 1: return number
        case 2:
            guard let unit = units.first(where: { $0.0 == words[1] }) else { return nil }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: unit.1)
            return overflow ? nil : bytes
        default: return nil
        }
    }

    /// For people, who want no more than three digits: `9.2 MiB`.
    static func rounded(_ bytes: Int64) -> String {
        guard let unit = units.first(where: { bytes >= $0.1 }) else { return "\(bytes) B" }
        let tenths = Int(bytes) * 10 / unit.1
        return tenths < 100
            ? "\(tenths / 10).\(tenths % 10) \(unit.0)" : "\(tenths / 10) \(unit.0)"
    }

    static func text(_ bytes: Int) -> String {
        for (name, size) in units where bytes >= size && bytes % size == 0 {
            return "\(bytes / size) \(name)"
        }
        return String(bytes)
    }
}
