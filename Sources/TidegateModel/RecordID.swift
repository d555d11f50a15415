/// The identity of a record: 64 bits, ordered by time, made by the node, never reused.
///
/// 42 bits of milliseconds since 2020, 8 bits of node, 13 bits of counter; the sign bit stays zero.
/// People see 13 characters of Crockford's base 32 (no I, L, O, U), which sort like the number.
public struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int64

    public init(number: Int64) {
        self.number = number
    }

    /// What it looks like: a pattern of JSON Schema.
    public static let pattern = "^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{13}$"

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.uppercased().utf8)
        guard bytes.count == 13 else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            guard let digit = Self.alphabet.firstIndex(of: byte) else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 32)
            guard !overflow else { return nil }
            value = shifted | UInt64(digit)
        }
        guard let signed = Int64(exactly: value) else { return nil }
        number = signed
    }

    public var description: String {
        withCharacters { String(decoding: $0, as: UTF8.self) }
    }

    /// The 13 characters, without a string being made.
    public func withCharacters<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 13) { text in
            var value = UInt64(bitPattern: number)
            for index in (0..<13).reversed() {
                text[index] = Self.alphabet[Int(value & 31)]
                value >>= 5
            }
            return try body(UnsafeBufferPointer(text))
        }
    }

    public static func < (left: RecordID, right: RecordID) -> Bool { left.number < right.number }
}

/// Makes ids that only grow, also when the clock stands still or jumps back.
public struct RecordIDGenerator: Sendable {
    public static let epochMilliseconds: Int64 = 1_577_836_800_000
    private let node: Int64
    private var last: Int64 = 0

    /// - Parameter after: an id already given out; the next ones are larger.
    public init(node: UInt8, after: RecordID? = nil) {
        self.node = Int64(node)
        last = after?.number ?? 0
    }

    /// The id given out last; whatever gets one from now on has a larger one.
    public var latest: RecordID { RecordID(number: last) }

    public mutating func next(at now: Instant) -> RecordID {
        let time = max(0, now.milliseconds - Self.epochMilliseconds)
        let first = time << 21 | node << 13
        last = first > last ? first : successor(of: last)
        return RecordID(number: last)
    }

    private func successor(of id: Int64) -> Int64 {
        let counter = (id & 0x1fff) + 1
        return counter <= 0x1fff
            ? (id & ~0x1fff) | counter
            : ((id >> 21) + 1) << 21 | node << 13
    }
}
