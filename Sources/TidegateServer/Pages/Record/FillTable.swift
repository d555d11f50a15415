import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

/// The table of a ``FillPlan`` for one record: its rows, and the writes a filled-in one asks for.
struct FillTable: Sendable {
    let plan: FillPlan
    let record: Record
    /// The record's, if its stages are there for the reader.
    let pipeline: Pipeline?
    /// The order's lines, with their titles.
    var rows: [Record]
    /// What this record has already of each row, by row.
    var inside: [RecordID: [Record]]

    /// `nil` where there is nothing to fill in: a record at its end, or without rows.
    static func read(
        _ engine: Engine, _ record: Record, as actor: Actor
    ) async throws -> FillTable? {
        let bundle = engine.bundle
        let book = bundle.access(of: actor)
        guard
            let plan = FillPlan.plans(for: record.object, in: bundle)
                .compactMap({ $0.seen(by: book) }).first,
            let shared = record[plan.owner].reference
        else { return nil }
        let pipeline = book[record.object].seen(bundle.rules(of: record.object)?.pipeline)
        if let pipeline,
            record[pipeline.slot].text.flatMap(pipeline.stage)?.isFinal == true
        {
            return nil
        }
        guard
            try await engine.mayCreate(
                plan.child.name, [plan.collection.field: .reference(record.id)], as: actor)
        else { return nil }
        let rows = try await engine.records(
            plan.source.name, where: plan.source.fields[plan.shared].name, is: shared, as: actor)
        let children = try await engine.records(
            plan.child.name, where: plan.collection.field, is: record.id, as: actor)
        let inside = Dictionary(grouping: children.filter { $0[plan.reference].reference != nil }) {
            $0[plan.reference].reference ?? $0.id
        }
        guard !rows.isEmpty else { return nil }
        return FillTable(
            plan: plan, record: record, pipeline: pipeline, rows: rows, inside: inside)
    }

    /// What may still be filled in of a row; `nil` without a bound.
    func left(_ row: Record, _ input: Int) -> Decimal? {
        guard let ceiling = plan.ceilings[input], let most = row[ceiling].decimal else {
            return nil
        }
        let taken = (inside[row.id] ?? []).compactMap { $0[input].decimal }
            .reduce(Decimal.zero) { $0.adding($1) ?? $0 }
        guard let rest = most.subtracting(taken) else { return nil }
        return rest < .zero ? .zero : rest
    }

    var references: [RecordPlace] {
        rows.flatMap(\.references)
    }

    // MARK: Writing

    /// The creations that a filled-in table asks for, row by row, then the moves to the stage.
    ///
    /// - Parameter typed: texts by row and field name.
    /// - Returns: the writes, and for each creation the name of the input that asked for it.
    /// - Throws: a ``RowRefused`` for a cell that holds no value of its field's kind.
    func writes(
        _ typed: [RecordID: [String: String]], to stage: String?
    ) throws -> (writes: [Write], inputs: [String]) {
        var writes: [Write] = []
        var inputs: [String] = []
        for row in rows {
            var values = try values(of: row, typed[row.id] ?? [:])
            guard values.values.contains(where: { $0.decimal != .zero }) else { continue }
            values[plan.collection.field] = .reference(record.id)
            values[plan.child.fields[plan.reference].name] = .reference(row.id)
            writes.append(.create(object: plan.child.name, values: values))
            inputs.append(Self.input(row, plan.child.fields[plan.inputs[0]]))
        }
        if let stage, let pipeline {
            let way = pipeline.way(from: record[pipeline.slot].text, to: stage)
            writes += way.map { .move(object: record.object.name, id: record.id, stage: $0) }
        }
        return (writes, inputs)
    }

    private func values(of row: Record, _ texts: [String: String]) throws -> [String: Value] {
        var values: [String: Value] = [:]
        for slot in plan.inputs {
            let field = plan.child.fields[slot]
            guard let text = texts[field.name], !text.isEmpty else { continue }
            switch field.parse(text, numbers: .grouped) {
            case .success(let value): values[field.name] = value
            case .failure(let problem):
                throw RowRefused(
                    input: Self.input(row, field),
                    refusal: Refusal(TidegateError.unreadable([problem], of: plan.child)))
            }
        }
        return values
    }

    /// What the input of a row's field is called in the form.
    static func input(_ row: Record, _ field: Field) -> String { "n.\(row.id).\(field.name)" }

    /// A row that cannot be, and which input of the form it is.
    struct RowRefused: Error {
        var input: String
        var refusal: Refusal
    }
}

extension Engine {
    /// The records whose reference points at one record, in the order of their making.
    func records(
        _ object: String, where field: String, is id: RecordID, as actor: Actor
    ) async throws -> [Record] {
        var request = ListRequest(object, where: "\(field) == ?")
        request.parameters = [.reference(id)]
        request.limit = ServerLimits.fillRows
        guard case .records(let records) = try await list(request, as: actor) else { return [] }
        return records
    }
}
