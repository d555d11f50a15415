import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// How records are called that others refer to, by their ids; read in one snapshot. What the
    /// actor may not see, or what is gone, is left out.
    public func names(
        of references: [RecordPlace], as actor: Actor
    ) async throws -> [RecordID: String] {
        let bundle = bundle
        let wanted = Dictionary(grouping: references, by: \.object)
        return try await read(as: actor) { reader, viewer in
            var names: [RecordID: String] = [:]
            for (name, references) in wanted {
                guard let object = bundle.schema[name] else { continue }
                for id in Set(references.map(\.id)) {
                    guard let record = try reader.record(object, id).flatMap(viewer.shown) else {
                        continue
                    }
                    names[id] = try Self.title(record, bundle, viewer)
                }
            }
            return names
        }
    }

    /// The records that others refer to, by their ids, as the actor may see them; read in one snapshot.
    public func records(
        of references: [RecordPlace], as actor: Actor
    ) async throws -> [RecordID: Record] {
        let schema = bundle.schema
        return try await read(as: actor) { reader, viewer in
            var records: [RecordID: Record] = [:]
            for place in references where records[place.id] == nil {
                records[place.id] = try schema[place.object]
                    .flatMap { try reader.record($0, place.id) }
                    .flatMap(viewer.shown)
            }
            return records
        }
    }
}
