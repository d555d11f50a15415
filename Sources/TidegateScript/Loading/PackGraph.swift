import TidegateModel
import TidegateRules

/// Puts packs into an order in which each comes after those it requires.
struct PackGraph {
    /// - Returns: the packs in order; packs in a cycle or with something missing stay out and are
    ///   findings.
    static func sorted(
        _ packs: [(files: PackFiles, pack: Pack, place: RuleLocation)]
    ) -> (order: [PackFiles], findings: [PackFinding]) {
        var findings: [PackFinding] = []
        var order: [PackFiles] = []
        var done: Set<String> = []
        var rest = packs
        for (_, pack, place) in packs {
            for (name, range) in pack.requires.sorted(by: { $0.key < $1.key }) {
                guard let required = packs.first(where: { $0.pack.name == name })?.pack else {
                    findings.append(
                        PackFinding(
                            .error, "pack.requires",
                            "\(pack.name) requires \(name) \(range), which is not here", at: place))
                    continue
                }
                if let wanted = VersionRange(range), let version = Version(required.version),
                    !wanted.contains(version)
                {
                    findings.append(
                        PackFinding(
                            .error, "pack.requires",
                            "\(pack.name) requires \(name) \(range), but \(required.version) is here",
                            at: place))
                }
            }
        }
        while !rest.isEmpty {
            let ready = rest.filter { entry in
                entry.pack.requires.keys.allSatisfy { name in
                    done.contains(name) || !packs.contains { $0.pack.name == name }
                }
            }
            guard !ready.isEmpty else {
                findings.append(
                    PackFinding(
                        .error, "pack.cycle",
                        "packs require each other: \(list: rest.map(\.pack.name).sorted())",
                        at: rest[0].place))
                return (order, findings)
            }
            for entry in ready.sorted(by: { $0.pack.name < $1.pack.name }) {
                order.append(entry.files)
                done.insert(entry.pack.name)
            }
            rest.removeAll { done.contains($0.pack.name) }
        }
        return (order, findings)
    }
}
