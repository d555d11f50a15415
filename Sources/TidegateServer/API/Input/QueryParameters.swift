import Hummingbird
import TidegateModel
import TidegateStore

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
            guard let name = PercentText.decoded(pair[0].utf8, plusIsSpace: true),
                let value = PercentText.decoded(
                    (pair.count > 1 ? pair[1] : "").utf8, plusIsSpace: true)
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

    /// `name,-amount`, each once; empty when it is not there.
    ///
    /// - Throws: `request.parameter` for more than ``ServerLimits/namesAList``.
    func list(_ name: String) throws -> [String] {
        var names: [String] = []
        var known: Set<String> = []
        for part in (self[name] ?? "").split(separator: ",") {
            let each = String(part.drop { $0 == " " }.prefix { $0 != " " })
            guard known.insert(each).inserted else { continue }
            names.append(each)
        }
        guard names.count <= ServerLimits.namesAList else {
            throw APISentences.badParameter(
                name, "\(names.count) names", want: "\(ServerLimits.namesAList) names at most")
        }
        return names
    }

    /// `name,-amount`: what to sort by, a minus for largest first.
    func order(_ name: String) throws -> [Query.Order] {
        try list(name).map { text in
            text.hasPrefix("-")
                ? Query.Order(String(text.dropFirst()), descending: true) : Query.Order(text)
        }
    }
}
