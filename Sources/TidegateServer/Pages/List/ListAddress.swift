import TidegateEngine
import TidegateModel
import TidegateStore

/// What a list shows, as its address says it: whoever has the address sees the same list.
///
///     /o/Opportunity?where=amount > 50000&sort=-close_date&columns=name,stage,amount
struct ListAddress: Sendable, Hashable {
    var object: String
    /// Shown in columns by stage.
    var isBoard = false
    /// A condition, as it was typed.
    var condition = ""
    /// What a record shall be called.
    var search = ""
    /// Fields to sort by; a minus before one turns it round.
    var sort: [String] = []
    /// `nil`: as the person has chosen before, or as is usual for the object.
    var columns: [String]?
    /// A day or an instant that the list looks back to, as it was asked for.
    var asOf = ""
    /// Where the page begins, and how many records came before.
    var after: String?
    var before = 0

    init(object: String) { self.object = object }

    init(object: String, _ fields: Form) {
        self.object = object
        condition = fields.filled("where") ?? ""
        search = fields.filled("q") ?? ""
        sort = Self.names(fields.filled("sort"))
        asOf = fields.filled("as_of") ?? ""
        columns = fields.filled("columns").map(Self.names)
        after = fields.filled("after")
        before =
            fields.filled("before").flatMap { Int($0) }
            .flatMap { (0...ServerLimits.listPlace).contains($0) ? $0 : nil } ?? 0
    }

    /// The first page of the list.
    var start: ListAddress {
        var start = self
        start.after = nil
        start.before = 0
        return start
    }

    /// - Throws: `request.parameter`.
    func pastTime() throws -> Instant? {
        asOf.isEmpty ? nil : try APISentences.pastTime("as_of", asOf)
    }

    /// The same list as it is.
    var ofToday: ListAddress {
        var other = start
        other.asOf = ""
        return other
    }

    var order: [Query.Order] {
        sort.map { name in
            name.hasPrefix("-")
                ? Query.Order(String(name.dropFirst()), descending: true) : Query.Order(name)
        }
    }

    func sorted(by name: String, descending: Bool) -> ListAddress {
        var other = start
        other.sort = [descending ? "-" + name : name]
        return other
    }

    func filtered(by condition: String) -> ListAddress {
        var other = start
        other.condition = condition
        return other
    }

    func next(_ place: String, showing count: Int) -> ListAddress {
        var next = self
        next.after = place
        next.before += count
        return next
    }

    /// The same records, looked at in the other way. A board has an order and columns of its own.
    func shown(asBoard isBoard: Bool) -> ListAddress {
        var other = ListAddress(object: object)
        other.isBoard = isBoard
        other.search = search
        other.condition = condition
        if !isBoard, !self.isBoard {
            other.sort = sort
            other.columns = columns
        }
        return other
    }

    /// All records, in the same way of looking at them.
    var plain: ListAddress {
        var plain = ListAddress(object: object)
        plain.isBoard = isBoard
        return plain
    }

    var path: String { "/o/" + QueryText.encoded(object) + (isBoard ? "/board" : "") }

    /// Where the whole list is to be had as a file.
    func exported(_ format: String, allFields: Bool) -> String {
        var address = start
        if allFields { address.columns = nil }
        let text = address.text
        let rest = text.dropFirst(path.count).dropFirst()
        return path + "/export?format=\(format)" + (allFields ? "&fields=all" : "")
            + (rest.isEmpty ? "" : "&" + rest)
    }

    /// The address, with only what differs from the plain list.
    var text: String {
        var parts: [String] = []
        func add(_ name: String, _ value: String) {
            if !value.isEmpty { parts.append(name + "=" + QueryText.encoded(value)) }
        }
        add("q", search)
        add("where", condition)
        add("as_of", asOf)
        add("sort", sort.joined(separator: ","))
        add("columns", (columns ?? []).joined(separator: ","))
        add("after", after ?? "")
        add("before", before > 0 ? String(before) : "")
        return parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
    }

    private static func names(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").prefix(ServerLimits.listColumns).map(String.init)
    }
}

/// Texts inside an address.
enum QueryText {
    /// Everything but letters, digits and `-._~` as `%XX`. Source: RFC 3986, 2.3.
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            case let byte:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
