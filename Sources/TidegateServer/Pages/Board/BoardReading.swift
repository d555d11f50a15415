import TidegateEngine
import TidegateModel
import TidegateRules

/// What a board shows: the cards of each stage as the caller may see them, with what all of them come
/// to, not only those on the page.
struct BoardReading: Sendable {
    var object: Object
    var pipeline: Pipeline
    var lanes: [Lane]
    var names: [RecordID: String] = [:]
    var hidden: Set<Int>
    /// The field that is added up.
    var amount: Int?
    var mayCreate: Bool

    struct Lane: Sendable {
        var stage: Stage
        var cards: [Record]
        var titles: [String]
        var count: Int64
        var sum: Value
        var hasMore: Bool
    }

    /// - Parameters:
    ///   - address: whose search and condition narrow the board.
    ///   - sizes: how many cards to show, by stage; ``ServerLimits/columnCards`` for others.
    static func read(
        _ engine: Engine, _ address: ListAddress, sizes: [String: Int] = [:], as actor: Actor
    ) async throws -> BoardReading {
        let object = try engine.object(address.object, as: actor)
        let access = try engine.access(of: actor, to: object.name)
        guard let pipeline = engine.bundle.rules(of: object)?.pipeline,
            !access.hidden.contains(pipeline.slot)
        else { throw RequestSentences.noBoard(object) }
        var reading = BoardReading(
            object: object, pipeline: pipeline, lanes: [], hidden: access.hidden,
            amount: amount(of: object, hidden: access.hidden), mayCreate: !access.create.isNever)
        for stage in pipeline.stages {
            reading.lanes.append(
                try await lane(
                    engine, stage, reading, address,
                    size: sizes[stage.name] ?? ServerLimits.columnCards, actor))
        }
        reading.names = try await engine.names(
            of: reading.lanes.flatMap(\.cards).flatMap(RecordReading.references), as: actor)
        return reading
    }

    private static func lane(
        _ engine: Engine, _ stage: Stage, _ board: BoardReading, _ address: ListAddress,
        size: Int, _ actor: Actor
    ) async throws -> Lane {
        var request = ListRequest(board.object.name, where: "\(board.pipeline.field) == ?")
        request.search = address.search
        request.parameters = [.text(stage.name)]
        request.typed = address.condition.isEmpty ? nil : address.condition
        request.limit = size
        request.order = [.init("updated_at", descending: true)]
        let amount = board.amount.map { board.object.fields[$0].name }
        request.show = "count()" + (amount.map { ", sum(\($0))" } ?? "")
        let page = try await engine.page(request, as: actor)
        return Lane(
            stage: stage, cards: page.records, titles: page.titles,
            count: page.totals.first?.value.integer ?? 0,
            sum: page.totals.count > 1 ? page.totals[1].value : .none, hasMore: page.next != nil)
    }

    /// The first amount of money people enter themselves; else the first there is.
    static func amount(of object: Object, hidden: Set<Int>) -> Int? {
        let money = (0..<object.firstSystemSlot).filter { slot in
            guard case .money = object.fields[slot].type else { return false }
            return !hidden.contains(slot)
        }
        return money.first { object.fields[$0].isWritable } ?? money.first
    }
}
