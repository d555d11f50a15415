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
    /// - Parameter names: of records; those of objects that are not there for the actor are hidden.
    public func visibility(
        of names: some Sequence<ChangedRecord> & Sendable, as actor: Actor
    ) async throws -> [RecordID: Visibility] {
        let (schema, book) = (bundle.schema, bundle.access(of: actor))
        return try await read(as: actor) { reader, viewer in
            var found: [RecordID: Visibility] = [:]
            for name in names where found[name.record] == nil {
                guard let object = schema[name.object], book[object].isKnown else {
                    found[name.record] = .hidden
                    continue
                }
                guard let record = try reader.record(object, name.record) else {
                    found[name.record] = .gone
                    continue
                }
                found[name.record] = try viewer.mayRead(record) ? .readable : .hidden
            }
            return found
        }
    }
}
