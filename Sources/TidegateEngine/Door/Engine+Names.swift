import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// How records are called that others refer to, by their ids; read in one snapshot. What the
    /// actor may not see, or what is gone, is left out.
    public func names(
        of references: [(object: String, id: RecordID)], as actor: Actor
    ) async throws -> [RecordID: String] {
        let schema = bundle.schema
        let wanted = Dictionary(grouping: references, by: \.object)
        let records = try await read { reader in
            try wanted.flatMap { name, references -> [Record] in
                guard let object = schema[name] else { return [] }
                return try Set(references.map(\.id)).compactMap { try reader.record(object, $0) }
            }
        }
        let titles = try await titles(of: records, as: actor)
        return Dictionary(
            zip(records.map(\.id), titles), uniquingKeysWith: { first, _ in first })
    }
}
