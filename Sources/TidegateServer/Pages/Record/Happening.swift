import TidegateEngine
import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One entry of a record's history with its parts apart, so that a page can word and link them.
struct Happening: Decodable {
    struct Who: Decodable {
        var kind: String
        var name: String
        var id: String?
    }

    struct Cause: Decodable {
        var rule: String
        var at: String?
        var record: String
    }

    /// What a rule said or did in the same save.
    struct Line: Decodable {
        var hook: String?
        var set: [String]?
        var gate: String?
        var stage: String?
        var passed: Bool?
        var waived: String?
        var warning: String?
        var confirmed: String?
        var approval: String?
        var alert: String?
        var what: String?
        var level: String?
        var at: String?
    }

    var kind: String
    var actor: Who
    var door: String
    var cause: Cause?
    var trace: [Line]?
    var approval: String?
    var step: String?
    var verdict: String?
    var comment: String?
    var alert: String?
    var what: String?
    var level: String?
    var at: String?

    init?(_ entry: HistoryEntry) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(entry.json.utf8)) else {
            return nil
        }
        self = read
    }

    /// `sales/hooks/price.lua:12` as a place in the pack's pages.
    static func rule(_ place: String?) -> [String: Any] {
        guard let place, let colon = place.lastIndex(of: ":") else {
            return ["has": false, "text": "", "address": ""]
        }
        return [
            "has": true, "text": place,
            "address": "/packs/\(place[..<colon])#L\(place[place.index(after: colon)...])",
        ]
    }
}
