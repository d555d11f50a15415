import TidegateEngine
import TidegateModel
import TidegateRules

/// The history keeps a few things in the engine's own English: why an approval ended, and the rule that
/// made something happen. Here they are read back into the reader's language. What is not known stays
/// as it was written.
struct KeptWords {
    let wording: Wording

    /// What became of an approval, and why: `superseded: Line changed`.
    func became(_ what: String) -> String {
        let parts = what.split(separator: ":", maxSplits: 1)
        guard let word = parts.first,
            ["opened", "superseded", "lapsed", "withdrawn"].contains(word)
        else { return what }
        let became = wording("approval.became_\(word)")
        guard parts.count > 1 else { return became }
        return wording(
            "approval.became_why",
            ["what": became, "why": why(String(parts[1].drop(while: \.isWhitespace)))])
    }

    private func why(_ why: String) -> String {
        if why == "what was asked has changed" { return wording("approval.why_changed") }
        if let condition = before(" no longer holds", in: why) {
            return wording("approval.why_no_longer", ["condition": condition])
        }
        if let label = before(" changed", in: why),
            let child = wording.bundle.schema.objects.first(where: { $0.label == label })
        {
            return wording("approval.why_child", ["object": wording.label(child)])
        }
        return why
    }

    private func before(_ end: String, in text: String) -> String? {
        text.hasSuffix(end) ? String(text.dropLast(end.count)) : nil
    }

    /// The rule that made something happen: `action "Make order"`.
    ///
    /// - Parameter record: which the rule was about: `Opportunity/0D3…`.
    func cause(_ rule: String, about record: String) -> String {
        let object = RecordPlace(record)?.object ?? ""
        let parts = rule.split(separator: "\"", omittingEmptySubsequences: false)
        if parts.count == 3, parts[2].isEmpty {
            let name = String(parts[1])
            switch parts[0] {
            case "action ": return named("cause.action", .action(object, name))
            case "hook ": return named("cause.hook", .hook(object, name))
            case "approval ": return named("cause.approval", .approval(name))
            default: break
            }
        }
        switch rule {
        case "roll-up": return source(record) ?? wording("cause.roll_up")
        case "formula": return source(record) ?? wording("cause.formula")
        case "recomputation": return wording("cause.recomputation")
        case "deletion", "undeletion":
            return about(record).map { wording("cause.\(rule)_of", $0) }
                ?? wording("cause.\(rule)")
        default: break
        }
        // What computes a field of the record itself: `formula of net`.
        for (start, key) in [
            ("formula of ", "cause.formula"), ("roll-up of ", "cause.roll_up"),
            ("numbering of ", "cause.numbering"),
        ] where rule.hasPrefix(start) { return wording(key) }
        if isHook(rule, of: object) {
            return named("cause.hook", .hook(object, rule))
        }
        return rule
    }

    /// Which line or parcel it was, where the reader may see it and it is still there.
    private func source(_ record: String) -> String? {
        about(record).map { wording("cause.roll_up_of", $0) }
    }

    private func about(_ record: String) -> [String: String]? {
        guard let place = RecordPlace(record), let title = wording.names[place.id],
            let object = wording.bundle.schema[place.object]
        else { return nil }
        return ["object": wording.label(object), "title": title]
    }

    private func named(_ key: String, _ term: Term) -> String {
        wording(key, ["name": wording.label(term)])
    }

    private func isHook(_ name: String, of object: String) -> Bool {
        let rules = wording.bundle.schema[object].flatMap { wording.bundle.rules(of: $0) }
        guard let rules else { return false }
        return (rules.beforeHooks + rules.afterHooks).contains { $0.name == name }
    }
}
