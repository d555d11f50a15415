import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

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
        guard let pipeline = access.seen(engine.bundle.rules(of: object)?.pipeline) else {
            throw RequestSentences.noBoard(object)
        }
        var reading = BoardReading(
            object: object, pipeline: pipeline, lanes: [], hidden: access.hidden,
            amount: amount(of: object, hidden: access.hidden), mayCreate: !access.create.isNever)
        let figures = try await figures(engine, reading, address, actor)
        for stage in pipeline.stages {
            reading.lanes.append(
                try await lane(
                    engine, stage, reading, address, figures[.text(stage.name)] ?? [],
                    size: sizes[stage.name] ?? ServerLimits.columnCards, actor))
        }
        reading.names = try await engine.names(
            of: reading.lanes.flatMap(\.cards).flatMap(\.references), as: actor)
        return reading
    }

    /// How many records every stage has, and what their amounts come to, of one moment.
    private static func figures(
        _ engine: Engine, _ board: BoardReading, _ address: ListAddress, _ actor: Actor
    ) async throws -> [Value: [Value]] {
        var request = request(board, address, where: nil)
        let amount = board.amount.map { board.object.fields[$0].name }
        request.show = "count()" + (amount.map { ", sum(\($0))" } ?? "")
        request.groups = [board.pipeline.field]
        guard case .figures(_, let rows) = try await engine.list(request, as: actor) else {
            return [:]
        }
        return Dictionary(rows.map { ($0[0], Array($0.dropFirst())) }) { first, _ in first }
    }

    private static func lane(
        _ engine: Engine, _ stage: Stage, _ board: BoardReading, _ address: ListAddress,
        _ figures: [Value], size: Int, _ actor: Actor
    ) async throws -> Lane {
        var request = request(board, address, where: "\(board.pipeline.field) == ?")
        request.parameters = [.text(stage.name)]
        request.limit = size
        request.order = [order(of: board, in: stage)]
        let page = try await engine.page(request, as: actor)
        return Lane(
            stage: stage, cards: page.records, titles: page.titles,
            count: figures.first?.integer ?? 0, sum: figures.count > 1 ? figures[1] : .none,
            hasMore: page.next != nil)
    }

    private static func request(
        _ board: BoardReading, _ address: ListAddress, where condition: String?
    ) -> ListRequest {
        var request = ListRequest(board.object.name, where: condition)
        request.search = address.search
        request.typed = address.condition.isEmpty ? nil : address.condition
        return request
    }

    /// As the object's index of the stage goes on: with `index { "stage", "close_date" }` what closes
    /// next stands first, and where it is over, what closed last. Without such an index, the newest.
    private static func order(of board: BoardReading, in stage: Stage) -> Query.Order {
        let next = board.object.indexes.lazy.filter {
            $0.count > 1 && $0[0] == board.pipeline.field
        }
        .map { $0[1] }.first { name in
            board.object.slot(of: name).map { !board.hidden.contains($0) } ?? false
        }
        return next.map { Query.Order($0, descending: stage.isFinal) }
            ?? Query.Order("id", descending: true)
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
