import TidegateEngine
import TidegateModel
import TidegateRules

/// The path of a record's stages, and what is left to do before the next ones.
struct StageView {
    let wording: Wording
    let reading: RecordReading
    let gates: GateView

    func path() -> [[String: Any]] {
        guard let pipeline = reading.pipeline else { return [] }
        let here = current(pipeline)
        let index = pipeline.stages.firstIndex { $0.name == here?.name } ?? 0
        let next = Set(here?.next ?? [])
        // A record that is lost did not come past the stages drawn before *lost*.
        let way = visited(pipeline) + pipeline.way(from: nil, to: here?.name ?? "")
        return pipeline.stages.enumerated().map { position, stage in
            let isCurrent = stage.name == here?.name
            let isDone = !isCurrent && position < index && way.contains(stage.name)
            let outlook = reading.outlook.first { $0.stage.name == stage.name }
            let closed = outlook?.gates.count { !$0.passed } ?? 0
            return [
                "name": stage.name, "label": wording.stage(stage.name, reading.object),
                "state": isCurrent ? "current" : isDone ? "done" : "ahead",
                "is_current": isCurrent, "is_done": isDone,
                "is_next": reading.rights.mayUpdate && next.contains(stage.name),
                "current_class": currentClass(stage, pipeline),
                "is_bad": Self.isBad(stage, in: pipeline),
                "closed": closed, "has_closed": closed > 0,
                "hint": next.contains(stage.name)
                    ? closed == 0
                        ? wording("stage.move_here")
                        : wording("stage.closed_gates", ["n": "\(closed)"])
                    : "",
            ]
        }
    }

    /// The stages it is known to have been in, whatever way would have been the shortest.
    private func visited(_ pipeline: Pipeline) -> [String] {
        reading.history.flatMap(\.fields).filter { $0.field == pipeline.field }
            .compactMap(\.old.string)
    }

    func guide() -> String {
        guard let stage = reading.pipeline.flatMap(current) else { return "" }
        return wording.label(.guide(reading.object.name, stage.name))
    }

    /// The stages that can be next, the likeliest first: forward before back, back before lost.
    func next() -> [[String: Any]] {
        guard let pipeline = reading.pipeline, let here = current(pipeline) else { return [] }
        let why = reading.rights.whyNot.map { wording.speech($0) } ?? ""
        let order = Dictionary(
            uniqueKeysWithValues: pipeline.stages.enumerated().map { ($1.name, $0) })
        let position = order[here.name] ?? 0
        func rank(_ stage: Stage) -> Int {
            let at = order[stage.name] ?? 0
            if Self.isBad(stage, in: pipeline) { return 2000 + at }
            return at > position ? at : 1000 + position - at
        }
        return reading.outlook.sorted { rank($0.stage) < rank($1.stage) }
            .enumerated().map { index, outlook in
                let closed = outlook.gates.count { !$0.passed }
                return [
                    "name": outlook.stage.name,
                    "label": wording.stage(outlook.stage.name, reading.object),
                    "gates": gates.list(outlook.gates, to: outlook.stage.name),
                    "has_gates": !outlook.gates.isEmpty, "is_open": outlook.isOpen,
                    "closed": closed, "count": outlook.gates.count,
                    "done": outlook.gates.count - closed,
                    "gates_open": wording(
                        "stage.gates_open",
                        [
                            "done": "\(outlook.gates.count - closed)",
                            "count": "\(outlook.gates.count)",
                        ]),
                    "refusal": outlook.refusal.map { wording.speech($0) } ?? "",
                    "has_refusal": outlook.refusal != nil, "is_first": index == 0,
                    "can": reading.rights.mayUpdate,
                    "is_back": (order[outlook.stage.name] ?? 0) < position,
                    "is_bad": Self.isBad(outlook.stage, in: pipeline),
                    "move_label": wording(
                        "stage.move_to",
                        ["stage": wording.stage(outlook.stage.name, reading.object)]),
                    "state": why.isEmpty ? state(outlook, closed: closed) : why,
                    "end": end(outlook.stage), "is_end": outlook.stage.next.isEmpty,
                    "svg": wording.icons[
                        icon(outlook, isBack: (order[outlook.stage.name] ?? 0) < position)],
                ]
            }
    }

    /// A stage without gates says so in their place.
    private func state(_ outlook: StageOutlook, closed: Int) -> String {
        if outlook.gates.isEmpty, outlook.isOpen { return "" }
        return outlook.isOpen
            ? wording("stage.all_open") : wording("stage.left", ["n": "\(closed)"])
    }

    /// That no way leads out of the stage, for who is about to move there.
    private func end(_ stage: Stage) -> String {
        guard stage.next.isEmpty else { return "" }
        return wording("stage.end", ["stage": wording.stage(stage.name, reading.object)])
    }

    private func icon(_ outlook: StageOutlook, isBack: Bool) -> String {
        if !outlook.isOpen { return "lock" }
        return isBack ? "undo" : "check"
    }

    private func currentClass(_ stage: Stage, _ pipeline: Pipeline) -> String {
        guard stage.isFinal else { return "step-now" }
        return Self.isBad(stage, in: pipeline) ? "step-lost" : "step-won"
    }

    private func current(_ pipeline: Pipeline) -> Stage? {
        reading.record[pipeline.slot].text.flatMap(pipeline.stage)
    }

    /// An end that is not the aim: of several final stages, all but the likeliest.
    static func isBad(_ stage: Stage, in pipeline: Pipeline) -> Bool {
        guard stage.isFinal else { return false }
        if let probability = stage.probability { return probability == 0 }
        return pipeline.stages.first(where: \.isFinal)?.name != stage.name
    }
}
