import TidegateModel
import TidegateRules

/// The formulas and roll-ups of all objects: what each reads, in which order they are worked out, and
/// which of them a change concerns.
struct ComputedFields {
    private struct Node {
        let object: Object
        let expression: FieldExpression
        let way: ComputedField.Way
        let readings: Set<Reading>
        /// Nodes it is computed from.
        var sources: [Int] = []
        /// More than those of its sources.
        var rank = 0

        var name: String { "\(object.name).\(object.fields[expression.slot].name)" }
    }

    private let context: DecodingContext
    private var nodes: [Node] = []
    private var objectRanks: [String: Int] = [:]

    init(_ context: DecodingContext) {
        self.context = context
        for object in context.schema.objects {
            let expressions = FieldExpressions(context: context, object: object)
            add(expressions.formulas(), .formula, of: object)
            add(expressions.rollups(), .rollup, of: object)
        }
        let places = Dictionary(
            nodes.enumerated().map { (Place($1.object.name, $1.expression.slot), $0) },
            uniquingKeysWith: { first, _ in first })
        for index in nodes.indices {
            nodes[index].sources = Set(
                nodes[index].readings.compactMap { reading in
                    reading.slot.flatMap { places[Place(reading.object, $0)] }
                }
            ).sorted()
        }
        rankFields()
        rankObjects()
    }

    private struct Place: Hashable {
        let object: String
        let slot: Int

        init(_ object: String, _ slot: Int) {
            self.object = object
            self.slot = slot
        }
    }

    private mutating func add(
        _ expressions: [FieldExpression], _ way: ComputedField.Way, of object: Object
    ) {
        for expression in expressions {
            let readings = expression.expression.readings
            report(readings, expression.slot, way == .formula ? "formula" : "rollup", object)
            nodes.append(
                Node(object: object, expression: expression, way: way, readings: readings))
        }
    }

    /// What is read must not change without the field being worked out again.
    private func report(
        _ readings: Set<Reading>, _ slot: Int, _ key: String, _ object: Object
    ) {
        let expressions = FieldExpressions(context: context, object: object)
        if let read = readings.lazy.compactMap({ context.schema[$0.object] })
            .first(where: \.isEngineOwned)
        {
            expressions.report(
                slot, "formula.unkept",
                "\(read.name) is kept by the engine and changes without a save; "
                    + "ask for it in a condition instead", of: key)
        }
        if let late = readings.lazy.filter(\.isOwn).compactMap(\.slot)
            .first(where: { $0 >= object.firstSystemSlot + 2 })
        {
            expressions.report(
                slot, "formula.unkept",
                "\(object.fields[late].name) is written after fields are computed; "
                    + "ask for it in a condition instead", of: key)
        }
        if let field = readings.lazy.flatMap(\.way).compactMap(unindexed).first {
            expressions.report(
                slot, "formula.unkept",
                "\(field.name) has no index that leads back from a user; "
                    + "give the record a reference of its own", of: key)
        }
    }

    private func unindexed(_ step: Reading.Step) -> Field? {
        guard case .down(let name, let slot) = step, let field = context.schema[name]?.fields[slot]
        else { return nil }
        return field.isSystem ? field : nil
    }

    // MARK: Order

    /// Deepest first; a field that is met again on its own way is part of a cycle.
    private mutating func rankFields() {
        var ranks: [Int: Int] = [:]
        var way: [Int] = []
        func rank(_ index: Int) -> Int {
            if let start = way.firstIndex(of: index) {
                reportCycle((way[start...] + [index]).map { nodes[$0] })
                return 0
            }
            if let known = ranks[index] { return known }
            way.append(index)
            let deepest = nodes[index].sources.map(rank).max() ?? 0
            way.removeLast()
            ranks[index] = deepest + 1
            return deepest + 1
        }
        let found = nodes.indices.map(rank)
        for (index, rank) in found.enumerated() { nodes[index].rank = rank }
    }

    private func reportCycle(_ cycle: [Node]) {
        guard let first = cycle.first else { return }
        let slot = first.expression.slot
        FieldExpressions(context: context, object: first.object).report(
            slot, "formula.cycle",
            "fields are computed from each other: "
                + "\(cycle.map(\.name).joined(separator: " ← "))",
            of: first.way == .formula ? "formula" : "rollup")
    }

    /// How many objects feed an object without being fed by it; what feeds it has fewer. Only computed
    /// fields feed: no other changes when computed ones are worked out.
    private mutating func rankObjects() {
        var fed: [String: Set<String>] = [:]
        for node in nodes {
            for source in node.sources where nodes[source].object !== node.object {
                fed[nodes[source].object.name, default: []].insert(node.object.name)
            }
        }
        let downstream = fed.keys.reduce(into: [String: Set<String>]()) { all, start in
            var (found, open) = (Set<String>(), [start])
            while let next = open.popLast() {
                for object in fed[next] ?? [] where found.insert(object).inserted {
                    open.append(object)
                }
            }
            all[start] = found
        }
        for object in context.schema.objects.map(\.name) {
            objectRanks[object] = downstream.count { feeder, objects in
                objects.contains(object) && !(downstream[object] ?? []).contains(feeder)
            }
        }
    }

    // MARK: What rules take from it

    /// Those of one object, each after what it reads.
    func computed(of object: Object) -> [ComputedField] {
        nodes.filter { $0.object === object }.map(computed).sorted { $0.order < $1.order }
    }

    private func computed(_ node: Node) -> ComputedField {
        let field = node.object.fields[node.expression.slot]
        return ComputedField(
            field: node.expression, way: node.way,
            own: Set(node.readings.filter(\.isOwn).compactMap(\.slot)),
            order: (objectRanks[node.object.name] ?? 0) << 16 + node.rank,
            tally: node.way == .rollup ? Tally(node.expression.expression, keptIn: field) : nil)
    }

    /// What a change of the object's records concerns, in the order in which it is worked out.
    func derivations(from changed: Object) -> [Derivation] {
        nodes.flatMap { node -> [Derivation] in
            let outside = node.readings.filter { !$0.isOwn && $0.object == changed.name }
            return Dictionary(grouping: outside, by: \.way).map { way, readings in
                Derivation(
                    target: node.object, computed: computed(node), way: way,
                    slots: Set(readings.compactMap(\.slot)),
                    countsRecords: readings.contains { $0.slot == nil })
            }
        }.sorted {
            ($0.computed.order, $0.computed.slot, $0.way.count)
                < ($1.computed.order, $1.computed.slot, $1.way.count)
        }
    }
}
