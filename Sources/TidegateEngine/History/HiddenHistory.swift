import TidegateModel
import TidegateRules

/// What of an entry its reader may not see. The entry that is kept, and its place in the chain, stay
/// as they are.
struct HiddenHistory {
    /// The fields there are for the reader. One that is gone may have been hidden when it was there, so it is not
    /// among them.
    private let fields: Set<String>
    private let validations: [String]
    private let reader: RecordID?

    /// - Returns: `nil` for a reader from whom nothing is hidden.
    init?(of object: Object, from viewer: Viewer, _ bundle: Bundle) {
        guard !viewer.book.isUnlimited else { return nil }
        fields = Set(object.fields.map(\.name)).subtracting(viewer.book.hiddenNames(of: object))
        validations = bundle.rules(of: object)?.validations.map(\.name) ?? []
        reader = viewer.actor.user
    }

    /// The entry without the hidden fields. What a rule said may hold values of any record, and was
    /// said to whoever saved, who may have seen more: to others only the rule's name is left.
    func entry(_ kept: JSON) -> JSON {
        guard let members = kept.members else { return kept }
        let wasTold = reader != nil && kept["actor"]?["id"]?.string == reader?.description
        return .object(
            members.map { member in
                switch member.name {
                case "changes": .init(member.name, changes(member.value))
                case "trace": .init(member.name, trace(member.value, wasTold: wasTold))
                default: member
                }
            })
    }

    private func changes(_ json: JSON) -> JSON {
        .object((json.members ?? []).filter { fields.contains($0.name) })
    }

    private func trace(_ json: JSON, wasTold: Bool) -> JSON {
        .array(
            (json.array ?? []).map { line in
                .object((line.members ?? []).compactMap { shown($0, wasTold: wasTold) })
            })
    }

    private func shown(_ member: JSON.Member, wasTold: Bool) -> JSON.Member? {
        switch member.name {
        case "set":
            let names = (member.value.array ?? []).filter {
                $0.string.map(fields.contains) == true
            }
            return .init(member.name, .array(names))
        // The gate's name stands beside it.
        case "message": return wasTold ? member : nil
        case "warning" where !wasTold:
            return .init(member.name, .string(name(of: member.value.string ?? "")))
        default: return member
        }
    }

    /// `Margin is kept: it is 5` → `Margin is kept`. What a hook warned of has no name before it.
    private func name(of warning: String) -> String {
        validations.first { warning.hasPrefix("\($0): ") } ?? "…"
    }
}
