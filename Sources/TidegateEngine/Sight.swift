import TidegateModel
import TidegateRules
import TidegateStore

/// What can be looked at, in a transaction and on a snapshot alike: what needs no more than this
/// does not keep the writer busy.
struct Sight {
    let bundle: Bundle
    let reader: any StoreReader
    let actor: Actor
    let now: Instant
    /// The truth.
    let source: any RecordSource

    func context(_ record: Record, old: Record? = nil) -> ConditionContext {
        ConditionContext(record: record, old: old, actor: actor, now: now, source: source)
    }

    func personName(_ reference: Value) throws -> String? {
        guard let id = reference.reference, let object = bundle.schema[People.Names.user],
            let user = try reader.record(object, id)
        else { return nil }
        return People(self).name(user)
    }
}

extension Transaction {
    var sight: Sight {
        Sight(bundle: bundle, reader: writer, actor: actor, now: now, source: self)
    }
}
