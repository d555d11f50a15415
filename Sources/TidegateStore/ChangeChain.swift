import CCrypto
import TidegateModel

/// The chain that makes the history tamper-evident: every change carries a hash over itself and
/// the hash before it, so a change that is altered, taken out or moved breaks every later link.
///
/// The end of the chain is also kept apart, in the setting ``tailSetting``, written in the same
/// commit. A driver continues from there, never from the last row, so a tail that was cut off
/// shows for ever. Who can write the whole file can forge the whole chain; against that, note
/// ``Tail/description`` outside the workspace from time to time and compare.
public enum ChangeChain {
    public static let hashBytes = 32
    public static let tailSetting = "tg.chain"

    /// SHA-256 over the previous hash, the sequence and the change; every part has a fixed length
    /// or carries its own, so no two changes share one input.
    public static func link(
        _ previous: [UInt8], _ change: Change, sequence: Int64
    ) -> [UInt8] {
        var scratch: [UInt8] = []
        return link(previous, change, sequence: sequence, scratch: &scratch)
    }

    /// The same with a buffer that a writer keeps from one change to the next.
    static func link(
        _ previous: [UInt8], _ change: Change, sequence: Int64, scratch: inout [UInt8]
    ) -> [UInt8] {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: previous)
        append(sequence, to: &scratch)
        var object = change.object
        object.withUTF8 { name in
            append(Int64(name.count), to: &scratch)
            scratch.append(contentsOf: name)
        }
        append(change.record.number, to: &scratch)
        append(change.version, to: &scratch)
        append(change.at.milliseconds, to: &scratch)
        append(Int64(change.entry.count), to: &scratch)
        scratch.append(contentsOf: change.entry)
        return [UInt8](unsafeUninitializedCapacity: hashBytes) { hash, count in
            SHA256(scratch, scratch.count, hash.baseAddress)
            count = hashBytes
        }
    }

    private static func append(_ number: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    // MARK: The end of the chain

    /// The last link, or the start of an empty chain.
    public struct Tail: Hashable, Sendable, CustomStringConvertible {
        public var sequence: Int64
        public var hash: [UInt8]

        public static let empty = Tail(
            sequence: 0, hash: [UInt8](repeating: 0, count: ChangeChain.hashBytes))

        public init(sequence: Int64, hash: [UInt8]) {
            self.sequence = sequence
            self.hash = hash
        }

        /// Reads what ``description`` prints.
        public init?(_ text: some StringProtocol) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let sequence = Int64(parts[0]) else { return nil }
            let digits = Array(parts[1].utf8)
            guard digits.count == 2 * ChangeChain.hashBytes else { return nil }
            var hash: [UInt8] = []
            for index in stride(from: 0, to: digits.count, by: 2) {
                guard let high = Self.hex.firstIndex(of: digits[index]),
                    let low = Self.hex.firstIndex(of: digits[index + 1])
                else { return nil }
                hash.append(UInt8(high << 4 | low))
            }
            self.init(sequence: sequence, hash: hash)
        }

        /// `1204:9f86d081…`: sequence and hash, to be noted outside the workspace.
        public var description: String {
            "\(sequence):"
                + String(unsafeUninitializedCapacity: 2 * hash.count) { text in
                    for (index, byte) in hash.enumerated() {
                        text[2 * index] = Self.hex[Int(byte >> 4)]
                        text[2 * index + 1] = Self.hex[Int(byte & 15)]
                    }
                    return 2 * hash.count
                }
        }

        private static let hex = Array("0123456789abcdef".utf8)
    }

    // MARK: Verification

    public enum Verdict: Hashable, Sendable {
        /// Every link holds.
        case intact(Tail)
        case broken(Break)
    }

    /// The first place where the chain does not hold.
    public enum Break: Error, Hashable, Sendable {
        /// The change is not the one that was written, or stands where another one was.
        case altered(sequence: Int64)
        /// There is no change with this number, though there are later ones.
        case missing(sequence: Int64)
        /// The history ends before the change with this number, the last one written.
        case truncated(sequence: Int64)
        /// There are changes past the noted end, the first with this number.
        case added(sequence: Int64)
    }

    /// Walks the whole history once. Reads every change, keeps none.
    public static func verify(_ reader: any StoreReader) throws -> Verdict {
        let noted = try reader.setting(tailSetting)
        var last = Tail.empty
        var scratch: [UInt8] = []
        do {
            try reader.eachChange { stored in
                let expected = last.sequence + 1
                guard stored.sequence == expected else { throw Break.missing(sequence: expected) }
                let hash = link(
                    last.hash, stored.change, sequence: stored.sequence, scratch: &scratch)
                guard hash == stored.hash else { throw Break.altered(sequence: expected) }
                last = Tail(sequence: stored.sequence, hash: hash)
            }
        } catch let found as Break {
            return .broken(found)
        }
        let end = noted.flatMap { Tail($0) } ?? .empty
        if end == last { return .intact(last) }
        if last.sequence < end.sequence {
            return .broken(.truncated(sequence: end.sequence))
        }
        return .broken(
            last.sequence == end.sequence
                ? .altered(sequence: last.sequence) : .added(sequence: end.sequence + 1))
    }
}
