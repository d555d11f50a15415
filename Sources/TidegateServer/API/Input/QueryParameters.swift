import Hummingbird
import TidegateModel

/// The query of an address, read strictly: known names, each once, percent-encoded UTF-8.
///
/// An unknown name is an error, because a filter that is spelled wrong would otherwise show all.
struct QueryParameters {
    private let values: [String: String]

    init(_ request: Request, _ known: [String]) throws {
        var values: [String: String] = [:]
        let query = request.uri.query ?? ""
        guard query.utf8.count <= ServerLimits.queryBytes else {
            throw APISentences.tooLong("The query of the address", bytes: ServerLimits.queryBytes)
        }
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentText.decoded(pair[0], plusIsSpace: true),
                let value = PercentText.decoded(pair.count > 1 ? pair[1] : "", plusIsSpace: true)
            else { throw APISentences.notText("The query of the address") }
            guard known.contains(name) else { throw APISentences.unknownParameter(name, known) }
            guard values.updateValue(value, forKey: name) == nil else {
                throw APISentences.twice(name)
            }
        }
        self.values = values
    }

    /// `nil` when it is not there or empty.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw APISentences.badParameter(
                name, text, want: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func flag(_ name: String) throws -> Bool {
        switch self[name] {
        case nil, "false": return false
        case "true": return true
        case let text?: throw APISentences.badParameter(name, text, want: "true or false")
        }
    }

    /// `name,-amount`; empty when it is not there.
    func list(_ name: String) -> [String] {
        (self[name] ?? "").split(separator: ",").map { part in
            String(part.drop { $0 == " " }.prefix { $0 != " " })
        }
    }
}

/// Percent-encoding. Source: RFC 3986, 2.1; a plus is a space in the query of a form.
enum PercentText {
    /// `nil` for what is no valid encoding, no UTF-8, or holds the character U+0000.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit)
                else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
