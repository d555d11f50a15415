import TidegateModel

/// A roll-up that is one aggregate over the record's own children and looks at nothing but fields of
/// each child: then the share of a child before and after tells what becomes of the whole, however
/// many others there are.
///
///     sum(lines.total where kind == 'part')        a tally
///     sum(lines.product.price)                     none: a product changes without its lines
public struct Tally: Sendable {
    private let condition: Condition
    private let function: AggregateFunction
    /// Of what is summed or compared.
    private let type: ExpressionType
    private let field: Field
    /// The child's slot that refers to the parent.
    public let slot: Int

    /// What one child adds.
    public struct Share: Sendable, Equatable {
        fileprivate let truth: Truth
        /// `nil`: no value, or one that does not count.
        fileprivate let word: Int64?
    }

    /// - Parameter field: that keeps the answer.
    public init?(_ condition: Condition, keptIn field: Field) {
        guard case .aggregate(let aggregate) = condition.root.form, aggregate.owner == nil,
            [aggregate.argument, aggregate.condition].allSatisfy({ $0?.isOfOneRecord ?? true })
        else { return nil }
        let type = aggregate.argument?.type ?? .integer
        switch aggregate.function {
        case .count: guard [.integer, .decimal].contains(field.type.kind) else { return nil }
        case .any, .all: guard field.type.kind == .bool else { return nil }
        case .avg: break
        // What was rounded when it was kept says nothing exact any more.
        case .sum: guard Self.fits(type, field), field.type.scale >= type.scale else { return nil }
        case .min, .max: guard Self.fits(type, field) else { return nil }
        }
        self.condition = condition
        self.field = field
        self.type = type
        function = aggregate.function
        slot = aggregate.slot
    }

    private static func fits(_ type: ExpressionType, _ field: Field) -> Bool {
        type.kind == field.type.kind || type.kind == .integer && field.type.kind == .decimal
    }

    /// The columns that order the children of a parent by what a smallest or largest is sought of.
    var extremes: (object: Object, columns: [String])? {
        guard [.min, .max].contains(function), case .aggregate(let aggregate) = condition.root.form,
            case .field(let path)? = aggregate.argument?.form, let field = path.field
        else { return nil }
        return (aggregate.object, [aggregate.object.fields[slot].name, field.name])
    }

    public func share(_ context: ConditionContext) throws -> Share {
        guard let aggregate = condition.program.tables.aggregates.first else {
            return Share(truth: .unknown, word: nil)
        }
        let (truth, value) = try aggregate.share(context)
        return Share(truth: truth, word: value.tag == 0 ? nil : value.word)
    }

    /// What comes and goes, of any number of children.
    public struct Change: Sendable {
        fileprivate var yes = 0
        fileprivate var no = 0
        fileprivate var unknown = 0
        fileprivate var sum: Int128 = 0
        fileprivate var gained: Int64?
        fileprivate var lost: Int64?

        public init() {}
    }

    public func add(_ share: Share, to change: inout Change) {
        count(share.truth, by: 1, &change)
        guard let word = share.word else { return }
        change.sum += Int128(word)
        change.gained = better(word, change.gained)
    }

    public func take(_ share: Share, from change: inout Change) {
        count(share.truth, by: -1, &change)
        guard let word = share.word else { return }
        change.sum -= Int128(word)
        change.lost = better(word, change.lost)
    }

    private func count(_ truth: Truth, by step: Int, _ change: inout Change) {
        switch truth {
        case .yes: change.yes += step
        case .no: change.no += step
        case .unknown: change.unknown += step
        }
    }

    private func better(_ word: Int64, _ other: Int64?) -> Int64 {
        guard let other else { return word }
        return function == .min ? min(word, other) : max(word, other)
    }

    /// The value after the change; `nil` when only the children can tell.
    ///
    /// - Parameter kept: the value before, which is true.
    public func value(after change: Change, kept: Value) -> Value? {
        switch function {
        case .count: return moved(kept, by: Int128(change.yes), scale: 0)
        case .sum: return moved(kept, by: change.sum, scale: type.scale)
        case .min, .max: return extreme(after: change, kept: kept)
        case .avg: return nil
        case .any: return quantified(kept, decides: true, more: change.yes, change)
        case .all: return quantified(kept, decides: false, more: change.no, change)
        }
    }

    /// A sum that is missing had too many digits, or was never computed.
    private func moved(_ kept: Value, by step: Int128, scale: Int) -> Value? {
        guard let word = kept.word else { return nil }
        let factor = Int128(Decimal.powersOfTen[field.type.scale - scale])
        let (wide, isTooWide) = step.multipliedReportingOverflow(by: factor)
        guard !isTooWide, let sum = Int64(exactly: Int128(word) + wide) else { return nil }
        return value(of: sum)
    }

    /// What was gained decides when it is as good as what was kept; what was lost must be worse than both,
    /// or nothing says which is the best of the rest.
    private func extreme(after change: Change, kept: Value) -> Value? {
        guard let word = kept.word else { return nil }
        var best = word
        if let gained = change.gained {
            guard let rounded = rescaled(gained) else { return nil }
            best = better(rounded, word)
        }
        if let lost = change.lost {
            guard let rounded = rescaled(lost), rounded != best, better(rounded, best) == best
            else { return nil }
        }
        return value(of: best)
    }

    private func rescaled(_ word: Int64) -> Int64? {
        ExactArithmetic.rescale(word, from: type.scale, to: field.type.scale)
    }

    private func quantified(
        _ kept: Value, decides: Bool, more: Int, _ change: Change
    ) -> Value? {
        if more > 0 { return .bool(decides) }
        return change.yes == 0 && change.no == 0 && change.unknown == 0 ? kept : nil
    }

    private func value(of word: Int64) -> Value {
        Slot(kind: field.type.kind, word: word, scale: field.type.scale).value
    }
}

extension Value {
    /// What a sum, a smallest or a largest value is kept as.
    fileprivate var word: Int64? {
        switch self {
        case .none, .bool, .text, .reference, .json: nil
        case .integer(let number): number
        case .decimal(let number): number.coefficient
        case .date(let day): day.number
        case .datetime(let instant): instant.milliseconds
        case .duration(let span): span.milliseconds
        }
    }
}

extension Expression {
    /// Whether it needs nothing but the fields of the record it is about.
    fileprivate var isOfOneRecord: Bool {
        switch form {
        case .field(let path): path.root == .record && path.hops.isEmpty
        case .aggregate, .rate, .changed, .today, .now, .me, .hasRole, .approved, .inReports,
            .inTeams,
            .shared:
            false
        case .constant, .and, .or, .not, .comparison, .member, .isEmpty, .contains, .distance,
            .matches,
            .arithmetic, .negate, .absolute, .round, .span, .shift, .difference, .part, .dayOf,
            .length, .coalesce:
            children.allSatisfy(\.isOfOneRecord)
        }
    }
}
