import Logging
import TidegateModel

/// Writes a log a line an entry, as text for people or as JSON for programs.
///
///     2026-11-22T09:00:00.123Z info request GET /o/:object 200 3 ms request=6f0c… user=ann
///     {"at":"…","level":"info","message":"request","method":"GET","route":"/o/:object",…}
public struct LineLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat
    private let clock: Clock
    private let write: @Sendable (String) -> Void

    /// - Parameter write: takes one line, with its end.
    public init(
        level: Logger.Level, format: LogFormat, clock: Clock = .system,
        write: @escaping @Sendable (String) -> Void
    ) {
        logLevel = level
        self.format = format
        self.clock = clock
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let more = metadataProvider?.get() { all.merge(more) { $1 } }
        if let more = event.metadata { all.merge(more) { $1 } }
        let pairs = all.map { (Self.names[$0.key] ?? $0.key, "\($0.value)") }
            .sorted { $0.0 < $1.0 }
        switch format {
        case .text: write(text(event, pairs))
        case .json: write(json(event, pairs))
        }
    }

    /// Names of other libraries' metadata in our words.
    private static let names = ["hb.request.id": "request"]

    private func text(_ event: LogEvent, _ pairs: [(String, String)]) -> String {
        let more = pairs.map { " \($0.0)=\(Self.oneLine($0.1))" }.joined()
        return "\(clock.now()) \(event.level) \(Self.oneLine("\(event.message)", quoting: false))"
            + more + "\n"
    }

    private func json(_ event: LogEvent, _ pairs: [(String, String)]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("at", clock.now().description)
            json.member("level", event.level.rawValue)
            json.member("message", "\(event.message)")
            for (name, value) in pairs where !["at", "level", "message"].contains(name) {
                json.key(name)
                json.string(value)
            }
        }
        return json.text + "\n"
    }

    /// Without line breaks, which would start an entry of somebody else's making.
    private static func oneLine(_ text: String, quoting: Bool = true) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value > 32 && scalar.value != 127 && scalar != "\"" && scalar != "="
        }
        if quoting && isPlain && !text.isEmpty { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: line += "\\n"
            case 0..<32, 127..<160, 0x2028, 0x2029:
                line += "\\u{\(String(scalar.value, radix: 16))}"
            case 0x22 where quoting: line += "\\\""
            default: line.unicodeScalars.append(scalar)
            }
        }
        return quoting ? "\"\(line)\"" : line
    }
}
