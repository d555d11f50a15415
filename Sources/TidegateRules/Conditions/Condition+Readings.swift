import TidegateModel

/// A field that a condition looks at, and the way from there back to the records whose answer it is
/// part of.
///
///     sum(lines.product.price)   of an Order reads
///         Line.order, and that a Line comes or goes     way: up over Line.order
///         Line.product                                  way: up over Line.order
///         Product.price         way: down to the Lines that refer to it, up over Line.order
public struct Reading: Sendable, Hashable {
    /// From a record to those that look at it.
    public enum Step: Sendable, Hashable {
        /// To the record that the slot refers to: from a child to its parent.
        case up(from: String, slot: Int, to: String)
        /// To the records of an object whose slot refers to it.
        case down(to: String, slot: Int)
        /// From an exchange rate to the records of an object that are in its currency on a day from its own
        /// on; `nil`: whatever their currency or day.
        case rated(to: String, currency: Int?, day: Int?)
    }

    public let object: String
    /// `nil`: that a record of a collection comes or goes.
    public let slot: Int?
    /// Empty: the record itself.
    public let way: [Step]
    /// Read straight from the record under evaluation, not from what the store holds.
    public let isOwn: Bool

    public init(object: String, slot: Int?, way: [Step], isOwn: Bool) {
        self.object = object
        self.slot = slot
        self.way = way
        self.isOwn = isOwn
    }
}

extension Condition {
    public var readings: Set<Reading> {
        var walk = ReadingWalk()
        walk.look(root, back: [], isOwn: true)
        return walk.found
    }
}

/// Goes through an expression and keeps the way back to where it began.
private struct ReadingWalk {
    private(set) var found: Set<Reading> = []

    mutating func look(_ expression: Expression, back: [Reading.Step], isOwn: Bool) {
        if case .field(let path) = expression.form {
            _ = follow(path, back: back, isOwn: isOwn)
        } else if case .aggregate(let aggregate) = expression.form {
            gather(aggregate, back: back, isOwn: isOwn)
        } else if case .rate(let rates, let currency, let day) = expression.form {
            price(rates, currency, day, back: back, isOwn: isOwn)
        } else {
            for child in expression.children { look(child, back: back, isOwn: isOwn) }
        }
    }

    private mutating func note(
        _ object: Object, _ slot: Int?, _ back: [Reading.Step], isOwn: Bool
    ) {
        found.insert(Reading(object: object.name, slot: slot, way: back, isOwn: isOwn))
    }

    /// - Returns: the way back from the object at the end of the path.
    private mutating func follow(
        _ path: FieldPath, back: [Reading.Step], isOwn: Bool
    ) -> [Reading.Step] {
        guard path.root == .record else { return back }
        var (object, back, isOwn) = (path.start, back, isOwn)
        for hop in path.hops {
            note(object, hop.slot, back, isOwn: isOwn)
            back = Self.down(to: object, hop.slot, back)
            (object, isOwn) = (hop.target, false)
        }
        if let slot = path.slot { note(object, slot, back, isOwn: isOwn) }
        return back
    }

    private mutating func gather(_ aggregate: Aggregate, back: [Reading.Step], isOwn: Bool) {
        var back = back
        if let owner = aggregate.owner, case .field(let path) = owner.form, let slot = path.slot {
            back = Self.down(
                to: path.object, slot, follow(path, back: back, isOwn: isOwn))
        }
        guard
            case .reference(let reference) = aggregate.object.fields[aggregate.slot].type
        else { return }
        let step = Reading.Step.up(
            from: aggregate.object.name, slot: aggregate.slot, to: reference.target)
        back = [step] + back
        note(aggregate.object, nil, back, isOwn: false)
        note(aggregate.object, aggregate.slot, back, isOwn: false)
        for part in [aggregate.argument, aggregate.condition].compactMap(\.self) {
            look(part, back: back, isOwn: false)
        }
    }

    private mutating func price(
        _ rates: ExchangeRates, _ currency: Expression, _ day: Expression, back: [Reading.Step],
        isOwn: Bool
    ) {
        let one = place(of: currency, back: back, isOwn: isOwn)
        let other = place(of: day, back: back, isOwn: isOwn)
        guard let (object, way) = (one ?? other).map({ ($0.object, $0.way) }) else { return }
        let step = Reading.Step.rated(
            to: object.name, currency: one?.slot,
            day: other.flatMap { $0.object === object && $0.way == way ? $0.slot : nil })
        for slot in [nil] + rates.slots {
            note(rates.object, slot, [step] + way, isOwn: false)
        }
    }

    /// Where a field stands, and the way from its record back to where one began.
    private mutating func place(
        of expression: Expression, back: [Reading.Step], isOwn: Bool
    ) -> (object: Object, slot: Int, way: [Reading.Step])? {
        if case .dayOf(let instant) = expression.form {
            return place(of: instant, back: back, isOwn: isOwn)
        }
        guard case .field(let path) = expression.form, let slot = path.slot else { return nil }
        _ = follow(path, back: back, isOwn: isOwn)
        var (object, way) = (path.start, back)
        for hop in path.hops {
            way = Self.down(to: object, hop.slot, way)
            object = hop.target
        }
        return (object, slot, way)
    }

    /// Down to the children and up to their parent again is where one was.
    private static func down(
        to object: Object, _ slot: Int, _ back: [Reading.Step]
    ) -> [Reading.Step] {
        if case .up(object.name, slot, _) = back.first { return Array(back.dropFirst()) }
        return [.down(to: object.name, slot: slot)] + back
    }
}
