import TidegateModel
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where a page of a list ends, as a text that a client hands back to get the next one.
///
/// It holds the last record's values in the fields of the order, and its id; so the next page is
/// right though records were added or deleted meanwhile. It is bound to the list it came from:
/// object, condition, order and who asks. It is no secret and needs no seal: it says nothing its
/// holder has not read, and a forged one only begins the same list elsewhere.
struct ListCursor {
    private let query: Query
    private let shape: String

    init(_ request: ListRequest, _ query: Query, _ actor: Actor) {
        self.query = query
        var json = JSONWriter()
        json.array { json in
            json.string(request.object)
            json.string(request.condition ?? "")
            json.string(request.typed ?? "")
            json.string(request.search ?? "")
            if let asOf = request.asOf { json.string(asOf.description) }
            for key in query.order { json.string((key.isDescending ? "-" : "") + key.field) }
            json.string(actor.user?.description ?? actor.name)
        }
        shape = String(Digest.sha256Hex(json.bytes).prefix(12))
    }

    func text(after record: Record) throws -> String {
        let position = query.position(of: record)
        var json = JSONWriter()
        json.array { json in
            json.string(shape)
            json.id(position.id)
            for value in position.values { json.value(value) }
        }
        let text = Data(json.bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        guard text.utf8.count <= EngineLimits.cursorBytes else {
            throw TidegateError(
                .invalid, "list.sort", "A list sorted by so long a text cannot be paged.",
                hint: "Sort by another field first.")
        }
        return text
    }

    func position(_ text: String) throws -> Query.Position {
        guard text.utf8.count <= EngineLimits.cursorBytes, let parts = Self.decoded(text),
            let found = parts.first?.string, parts.count == query.keys.count + 2
        else { throw Self.broken() }
        guard found == shape else {
            throw TidegateError(
                .invalid, "list.cursor",
                "This place belongs to another list: object, condition, order and who asks must be "
                    + "the same from page to page.", hint: "Begin again without after.")
        }
        guard let id = parts[1].string.flatMap({ RecordID($0) }) else { throw Self.broken() }
        let values = try zip(query.keys, parts.dropFirst(2)).map { key, json in
            guard let field = query.object.field(key.field),
                let value = field.kept(json)
            else { throw Self.broken() }
            return value
        }
        return Query.Position(values: values, id: id)
    }

    private static func decoded(_ text: String) -> [JSON]? {
        var base = text.replacing("-", with: "+").replacing("_", with: "/")
        base += String(repeating: "=", count: (4 - base.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base) else { return nil }
        return try? JSONReader.read(written: [UInt8](data)).array
    }

    private static func broken() -> TidegateError {
        TidegateError(
            .invalid, "list.cursor", "after is not a place that a list has given out.",
            hint: "Take next from the page before, as it stands.")
    }
}

extension Field {
    /// The value whatever the field takes today: what the database holds may be older than its rules.
    fileprivate func kept(_ json: JSON) -> Value? {
        if type.kind == .text, let text = json.string { return .text(text) }
        var field = self
        field.minimum = nil
        field.maximum = nil
        return try? field.parse(json).get()
    }
}
