import TidegateModel
import TidegateRules

/// Draws a pipeline from its definition: stages from left to right, final ones at the end.
struct PipelineDiagram {
    let pipeline: Pipeline
    let words: DiagramWords

    func diagram() -> Diagram {
        let columns = columns()
        var rows: [Int: Int] = [:]
        let nodes = pipeline.stages.map { stage in
            let column = columns[stage.name] ?? 0
            let row = rows[column, default: 0]
            rows[column] = row + 1
            return node(stage, column, row)
        }
        let indexes = Dictionary(
            pipeline.stages.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first })
        let edges = pipeline.stages.enumerated().flatMap { index, stage in
            stage.next.compactMap { indexes[$0] }.map { target in
                Diagram.Edge(
                    from: index, to: target,
                    look: nodes[target].column <= nodes[index].column ? .back : .forward)
            }
        }
        return Diagram(
            title: words.title(pipeline),
            description: words.sentences(pipeline.stages.map(sentence)), nodes: nodes,
            edges: edges)
    }

    /// As far to the right as the longest way there, going back not counted; what ends a life stands
    /// in the last column.
    private func columns() -> [String: Int] {
        var columns: [String: Int] = [:]
        let order = Dictionary(
            pipeline.stages.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first })
        for stage in pipeline.stages {
            let here = columns[stage.name, default: 0]
            columns[stage.name] = here
            for next in stage.next where (order[next] ?? 0) > (order[stage.name] ?? 0) {
                columns[next] = max(columns[next] ?? 0, here + 1)
            }
        }
        let last = columns.values.max() ?? 0
        for stage in pipeline.stages where stage.isFinal { columns[stage.name] = last }
        return columns
    }

    private func node(_ stage: Stage, _ column: Int, _ row: Int) -> Diagram.Node {
        var lines: [String] = []
        if let probability = stage.probability { lines.append("\(probability)%") }
        if stage.isFinal { lines.append(words.final) }
        let isLost = stage.isFinal && stage.probability == 0
        let isWon = stage.isFinal && stage.probability == 100
        return Diagram.Node(
            column: column, row: row, title: words.stage(stage.name, pipeline),
            lines: lines.isEmpty ? [] : [lines.joined(separator: " · ")],
            look: isLost ? .bad : isWon ? .good : .plain, gates: stage.gates.count,
            address: words.address(stage.location), description: sentence(stage))
    }

    private func sentence(_ stage: Stage) -> String {
        let name = words.stage(stage.name, pipeline)
        let way =
            stage.next.isEmpty
            ? words.ends(name) : words.leads(name, stage.next.map { words.stage($0, pipeline) })
        return stage.gates.isEmpty
            ? way
            : words.sentences([
                way, words.guarded(stage.gates.map { words.gate($0.name, pipeline) }),
            ])
    }
}

/// Draws an approval from its definition: from what opens it over its steps to the verdict.
struct ApprovalDiagram {
    let approval: Approval
    let words: DiagramWords

    func diagram() -> Diagram {
        let opening = words.condition(approval.when, approval)
        var nodes = [
            Diagram.Node(
                column: 0, row: 0, title: words.opens, lines: [opening], look: .start,
                address: words.address(approval.location),
                description: words.opensWhen(opening))
        ]
        var edges: [Diagram.Edge] = []
        for (index, step) in approval.steps.enumerated() {
            nodes.append(
                Diagram.Node(
                    column: index + 1, row: 0, title: words.step(step, approval),
                    lines: [words.who(step, approval)] + words.conditions(of: step, approval),
                    address: words.address(step.location),
                    description: words.sentence(step, approval)))
            edges.append(Diagram.Edge(from: index, to: index + 1))
        }
        let last = approval.steps.count + 1
        nodes.append(
            Diagram.Node(
                column: last, row: 0, title: words.approved, look: .good,
                description: words.approved))
        nodes.append(
            Diagram.Node(
                column: last, row: 1, title: words.rejected, look: .bad,
                description: words.rejected))
        edges.append(Diagram.Edge(from: last - 1, to: last))
        for index in 1..<last {
            edges.append(Diagram.Edge(from: index, to: last + 1, look: .bad))
            if approval.steps[index - 1].when != nil {
                edges.append(Diagram.Edge(from: index - 1, to: index + 1, look: .skip))
            }
        }
        return Diagram(
            title: words.label(.approval(approval.name)),
            description: words.sentences(nodes.map(\.description)), nodes: nodes, edges: edges
        )
    }
}
