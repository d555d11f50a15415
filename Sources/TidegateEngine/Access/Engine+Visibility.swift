import TidegateModel
import TidegateRules
import TidegateStore

/// What a record is to someone, for those who only want to know whether to tell them of it.
public enum Visibility: Sendable, Hashable {
    case readable
    /// It was deleted.
    case gone
    case hidden
}

extension Engine {
    /// What each of the records is to the actor, on one snapshot.
    ///
    /// - Parameter places: those of objects that are not there for the actor are hidden.
    public func visibility(
        of places: [RecordPlace], as actor: Actor
    ) async throws -> [RecordID: Visibility] {
        let (schema, book) = (bundle.schema, bundle.access(of: actor))
        return try await read(as: actor) { reader, viewer in
            var found: [RecordID: Visibility] = [:]
            for place in places where found[place.id] == nil {
                guard let object = schema[place.object], book[object].isKnown else {
                    found[place.id] = .hidden
                    continue
                }
                guard let record = try reader.record(object, place.id) else {
                    found[place.id] = .gone
                    continue
                }
                found[place.id] = try viewer.mayRead(record) ? .readable : .hidden
            }
            return found
        }
    }
}
