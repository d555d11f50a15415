import TidegateModel
import TidegateRules
import TidegateStore

/// Finds the record that a row of a file is about.
struct RecordMatcher {
    let key: MatchKey
    let object: Object
    private let parts: [(slot: Int, isByName: Bool)]

    /// - Throws: `field.unknown`, `import.match`.
    init(_ key: MatchKey, _ object: Object, _ access: AccessBook) throws {
        self.key = key
        self.object = object
        parts = try (key == .id ? [] : key.parts).map { part in
            guard let slot = object.slot(of: part.field), !access.hides(object, slot) else {
                throw Sentences.unknownField(part.field, object, access)
            }
            let field = object.fields[slot]
            guard !part.isByName || field.type.kind == .text else {
                throw ImportSentences.notAName(field, object)
            }
            return (slot, part.isByName)
        }
    }

    /// What is compared, without values.
    var shape: [FieldMatch] {
        parts.map { FieldMatch(slot: $0.slot, equals: .none, byName: $0.isByName) }
    }

    func isByName(_ slot: Int) -> Bool { parts.contains { $0.slot == slot && $0.isByName } }

    /// An index that finds the records, where a unique key of the object does not.
    ///
    /// - Parameter stored: the object with the indexes it is kept with.
    func prepare(_ writer: any StoreWriter, stored: Object) throws {
        let exact = Set(parts.filter { !$0.isByName }.map { object.fields[$0.slot].name })
        let isFound =
            stored.uniques.contains(where: exact.isSuperset)
            || (parts.count == 1 && stored.indexes.contains { exact == Set($0.prefix(1)) })
        guard !parts.isEmpty, !isFound else { return }
        try writer.index(object, by: shape)
    }

    /// The record the key names; `nil` when there is none, or the row has not all values of the key.
    ///
    /// - Throws: `import.key` when it names several, none of which is spelt as the row says.
    func record(
        _ values: [(slot: Int, value: Value)], _ transaction: Transaction
    ) throws -> Record? {
        guard let wanted = matches(values) else { return nil }
        let found = try transaction.writer.records(object, matching: wanted)
            .filter(transaction.mayRead)
        guard found.count > 1 else { return found.first }
        let same = found.filter { record in
            parts.allSatisfy { part in
                values.contains { $0.slot == part.slot && $0.value == record[part.slot] }
            }
        }
        guard let only = same.first, same.count == 1 else {
            throw ImportSentences.keyNotUnique(key.fields, object, found.count)
        }
        return only
    }

    private func matches(_ values: [(slot: Int, value: Value)]) -> [FieldMatch]? {
        guard !parts.isEmpty else { return nil }
        var matches: [FieldMatch] = []
        for part in parts {
            guard let value = values.first(where: { $0.slot == part.slot })?.value,
                !value.isMissing
            else { return nil }
            guard part.isByName else {
                matches.append(FieldMatch(slot: part.slot, equals: value))
                continue
            }
            guard let name = value.text.flatMap({ NormalName.of($0) }) else { return nil }
            matches.append(FieldMatch(slot: part.slot, equals: .text(name), byName: true))
        }
        return matches
    }
}
