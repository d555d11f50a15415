import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// Works out every formula and roll-up of every record from what is stored, and compares.
    ///
    /// Objects come in the order in which their fields feed each other. When no field differs from what
    /// its stored sources say, none differs from a recomputation of everything, for no field is its own
    /// source. Pages of records are read one by one, each from a snapshot of its own, so it takes the
    /// same memory for any number of them and holds up nobody.
    ///
    /// - Parameter object: only this one's records; `nil`: all.
    /// - Parameter fixing: saves records that differ, each in a transaction of its own, with all that
    ///   follows from it. A save that the rules refuse stops no other.
    public func recompute(
        _ object: String? = nil, fixing: Bool = false, as actor: Actor, through door: Door,
        progress: @Sendable (RecomputationProgress) -> Void = { _ in }
    ) async throws -> Recomputation {
        try requirePacks()
        guard actor.mayCustomize else { throw MetadataSentences.mayNot(actor) }
        let objects = try object.map { [try self.object($0)] } ?? objectsInOrder()
        var found = Recomputation()
        for object in objects {
            try await recompute(
                object, fixing: fixing, as: actor, through: door, &found, progress)
        }
        return found
    }

    /// Those that have computed fields, each after those it reads.
    private func objectsInOrder() -> [Object] {
        let bundle = bundle
        return bundle.schema.objects.compactMap { object -> (Object, Int)? in
            bundle.rules(of: object)?.computed.first.map { (object, $0.order) }
        }.sorted { $0.1 < $1.1 }.map(\.0)
    }

    private func recompute(
        _ object: Object, fixing: Bool, as actor: Actor, through door: Door,
        _ found: inout Recomputation, _ progress: (RecomputationProgress) -> Void
    ) async throws {
        guard let fields = bundle.rules(of: object)?.computed, !fields.isEmpty else { return }
        let now = clock.now()
        let total = try await read { reader in
            var query = Query(object, actor: .system, now: now)
            query.summary = try Summary.compile(
                "count()", in: ConditionScope(schema: Schema([object]), object: object))
            return Int(try reader.summary(query).first?.first?.integer ?? 0)
        }
        var (done, last): (Int, RecordID?) = (0, nil)
        while true {
            progress(
                RecomputationProgress(object: object.name, done: done, total: max(total, done)))
            let page = try await page(of: object, after: last, fields, now)
            guard let end = page.end else { return }
            (done, last) = (done + page.records, end)
            found.records += page.records
            found.values += page.records * fields.count
            for (record, differences) in page.differing {
                let outcome =
                    fixing ? try await fix(object, record, as: actor, through: door) : .found
                for var difference in differences {
                    difference.outcome = outcome
                    found.add(difference)
                }
            }
        }
    }

    private struct Page: Sendable {
        var records: Int
        var end: RecordID?
        var differing: [(record: RecordID, differences: [Recomputation.Difference])] = []
    }

    private func page(
        of object: Object, after last: RecordID?, _ fields: [ComputedField], _ now: Instant
    ) async throws -> Page {
        let bundle = bundle
        return try await read { reader in
            var query = Query(object, actor: .system, now: now)
            query.limit = EngineLimits.recomputedRecords
            query.after = last.map { Query.Position(values: [], id: $0) }
            let records = try reader.records(query)
            var page = Page(records: records.count, end: records.last?.id)
            let source = ReaderSource(reader: reader, bundle: bundle)
            for record in records {
                let context = ConditionContext(
                    record: record, actor: .system, now: now, source: source)
                let differences = try reader.differences(fields, record, context)
                if !differences.isEmpty { page.differing.append((record.id, differences)) }
            }
            return page
        }
    }

    /// Saves the record with what its fields are at that moment.
    private func fix(
        _ object: Object, _ id: RecordID, as actor: Actor, through door: Door
    ) async throws -> Recomputation.Difference.Outcome {
        do {
            try await transact(as: actor, through: door) { transaction in
                guard
                    let rules = transaction.bundle.schema[object.name]
                        .flatMap(transaction.bundle.rules),
                    let record = try transaction.writer.record(rules.object, id)
                else { return }
                let differing = Set(
                    try transaction.writer.differences(
                        rules.computed, record, transaction.context(record, old: nil)
                    ).map(\.field))
                let values = try rules.computed.filter {
                    differing.contains(rules.object.fields[$0.slot].name)
                }.map { computed in
                    (
                        slot: computed.slot,
                        value: try transaction.writer.value(
                            of: computed, record, transaction.context(record, old: nil))
                    )
                }
                guard !values.isEmpty else { return }
                let cause = Transaction.Cause(
                    what: "recomputation", location: nil, object: object.name, record: id)
                _ = try transaction.because(cause) {
                    try Save.run(byEngine: values, on: record, in: transaction)
                }
            }
            return .fixed
        } catch let refusal as Refusal {
            return .refused(refusal.error.message)
        } catch let error as TidegateError
            where [.rejected, .ruleFailed, .notFound].contains(error.kind)
        {
            return .refused(error.message)
        }
    }
}

extension StoreReader {
    /// Where a stored record's computed fields are not what they are when worked out one after the
    /// other, each from those before it.
    func differences(
        _ fields: [ComputedField], _ record: Record, _ context: ConditionContext
    ) throws -> [Recomputation.Difference] {
        var context = context
        var found: [Recomputation.Difference] = []
        for computed in fields {
            let field = record.object.fields[computed.slot]
            // The store does not know of what was just found.
            let value =
                found.isEmpty || computed.own.isEmpty
                ? try value(of: computed, context.record, context)
                : field.fitting(try computed.field.expression.value(context))
            guard value != record[computed.slot] else { continue }
            context.record[computed.slot] = value
            found.append(
                Recomputation.Difference(
                    object: record.object.name, record: record.id, field: field.name,
                    kept: record[computed.slot], computed: value, outcome: .found))
        }
        return found
    }
}
