import TidegateModel

/// The content of a drawer's item: names and texts, a line each.
///
///     seen=1790000000000
///     device=Firefox on Linux
struct DrawerNote: Hashable, Sendable {
    private var texts: [String: String] = [:]

    init() {}

    init(_ bytes: [UInt8]) {
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            texts[String(parts[0])] = String(parts[1])
        }
    }

    var bytes: [UInt8] {
        Array(
            texts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                .joined(separator: "\n").utf8)
    }

    /// Line breaks would start another entry, so they become spaces.
    subscript(name: String) -> String? {
        get { texts[name] }
        set {
            texts[name] = newValue.map { text in
                String(
                    String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
            }
        }
    }

    subscript(time name: String) -> Instant? {
        get { texts[name].flatMap { Int64($0) }.map { Instant(milliseconds: $0) } }
        set { texts[name] = newValue.map { String($0.milliseconds) } }
    }
}
