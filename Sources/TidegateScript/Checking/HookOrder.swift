import TidegateModel
import TidegateRules

/// Puts the hooks of one object and phase into their order: those of a required pack first, then what
/// `after` declares, then the order of files and lines. Two hooks that write one field must have an
/// order of the first two kinds.
struct HookOrder {
    let context: DecodingContext

    /// A hook with what its text says it writes.
    struct Entry {
        var hook: Hook
        var after: [String]
        /// Fields, and where they are assigned.
        var writes: [String: RuleLocation]
    }

    func sorted(_ entries: [Entry]) -> [Hook] {
        reportUnknown(entries)
        reportConflicts(entries)
        var rest = entries
        var done: [Entry] = []
        while !rest.isEmpty {
            let open = Set(rest.map(\.hook.name))
            guard
                let next = rest.firstIndex(where: { entry in
                    entry.after.allSatisfy { !open.contains($0) }
                })
            else {
                report(
                    "hook.cycle",
                    "hooks that come after each other: \(list: rest.map(\.hook.name))",
                    rest[0].hook.location)
                return done.map(\.hook)
            }
            done.append(rest.remove(at: next))
        }
        return done.map(\.hook)
    }

    private func reportUnknown(_ entries: [Entry]) {
        let names = entries.map(\.hook.name)
        for entry in entries {
            for name in entry.after where !names.contains(name) {
                report(
                    "hook.unknown", "no hook \"\(name)\" runs at this point",
                    instead: suggestion(for: name, among: names), entry.hook.location)
            }
        }
    }

    private func reportConflicts(_ entries: [Entry]) {
        for (index, later) in entries.enumerated() {
            for earlier in entries[..<index] {
                guard !follows(later, earlier, entries), !follows(earlier, later, entries)
                else { continue }
                let both = later.writes.filter { earlier.writes[$0.key] != nil }
                for (field, place) in both.sorted(by: { $0.key < $1.key }) {
                    report(
                        "hook.conflict",
                        "\(field) is also set by hook \"\(earlier.hook.name)\" at "
                            + "\(earlier.hook.location.file):\(earlier.hook.location.line); "
                            + "say which comes last: \("after = { \"\(earlier.hook.name)\" }")",
                        place)
                }
            }
        }
    }

    /// Whether one hook is declared to come after another, directly or through others.
    private func follows(_ later: Entry, _ earlier: Entry, _ all: [Entry]) -> Bool {
        if context.requires(later.hook.location.pack, earlier.hook.location.pack) { return true }
        var open = later.after
        var seen: Set<String> = []
        while let name = open.popLast() {
            if name == earlier.hook.name { return true }
            guard seen.insert(name).inserted else { continue }
            open += all.first { $0.hook.name == name }?.after ?? []
        }
        return false
    }

    private func report(
        _ code: String, _ text: FindingText, instead: String? = nil, _ place: RuleLocation
    ) {
        context.findings.append(PackFinding(.error, code, text, instead: instead, at: place))
    }
}
