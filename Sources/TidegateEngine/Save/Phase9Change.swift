import TidegateModel
import TidegateRules
import TidegateStore

/// Phase 9: the change with its trace becomes a link of the history.
extension Save {
    /// - Parameter written: the record as this save wrote it, before others saved it again.
    func change(of written: Record) -> Change {
        let frame = transaction.frames.last
        return Change(
            object: object.name, record: written.id, version: written.version, at: transaction.now,
            entry: transaction.entry.save(
                isUndeletion ? .undelete : old == nil ? .create : .update,
                old: isUndeletion ? nil : old, record: written, cause: frame?.cause, trace: trace))
    }
}

/// Why a save was decided as it was: the rules that were asked, in order.
struct Trace {
    enum Line {
        case hook(Hook, changed: [Int])
        case confirmed(Warning, reason: String)
        case gate(GateReport, waiver: String?)
        case approval(ApprovalEvent)
        case alert(AlertEvent)
    }

    private(set) var lines: [Line] = []

    mutating func append(_ line: Line) { lines.append(line) }
}

struct ApprovalEvent {
    var name: String
    var what: String
    var location: RuleLocation
}

struct AlertEvent {
    var name: String
    var level: String?
    var what: String
    var location: RuleLocation
}
