import TidegateModel
import TidegateRules

extension Engine {
    /// A record that is not there yet, with its defaults, for a form to begin with.
    ///
    /// Nothing is numbered and nothing is kept; whoever creates the record gets the defaults anew.
    public func blank(_ object: String, as actor: Actor) async throws -> Record {
        let object = try self.object(object, as: actor)
        let bundle = bundle
        guard let rules = bundle.rules(of: object) else {
            return Record(object: object, id: RecordID(number: 0))
        }
        return try await read(as: actor) { _, viewer in
            var record = Record(object: object, id: RecordID(number: 0))
            let source = VisibleSource(viewer)
            for fallback in rules.defaults {
                let context = ConditionContext(
                    record: record, actor: actor, now: viewer.now, source: source)
                let value = try fallback.expression.value(context)
                if case .success(let fitting) = object.fields[fallback.slot].convert(value) {
                    record[fallback.slot] = fitting
                }
            }
            if let pipeline = rules.pipeline, record.slots[pipeline.slot].isMissing,
                let first = pipeline.first
            {
                record[pipeline.slot] = .text(first.name)
            }
            return viewer.masked(record)
        }
    }
}
