import TidegateModel

/// A condition as a flat array of instructions over registers.
///
/// One loop runs it over the slots of a record: no reference is counted and no string is made
/// unless a path or an aggregate has to ask for other records.
///
/// Safety of `@unchecked Sendable`: the memory behind the pointers is written in `init`, never
/// after, and freed in `deinit`.
final class Program: @unchecked Sendable {
    let code: UnsafeMutablePointer<Instruction>
    let count: Int
    let constants: UnsafeMutablePointer<Slot>
    private let texts: UnsafeMutablePointer<UInt8>
    let registers: Int
    /// The register that holds the answer.
    let root: Int
    let rootType: ExpressionType
    let requiredSlots: Int
    let tables: Tables

    /// What instructions refer to by index; read only where the loop is left.
    struct Tables {
        var hops: [Hop] = []
        var paths: [Path] = []
        var aggregates: [AggregateProgram] = []
        var names: [String] = []
        var patterns: [TextPattern] = []
        var people: [PeopleTest] = []
        var rates: [ExchangeRates] = []
    }

    /// One reference to follow, shared by all paths that begin alike.
    struct Hop {
        /// `nil`: from the root.
        let parent: Int?
        let root: FieldPath.Root
        /// `nil`: the root is the actor's own record, which has to be fetched.
        let slot: Int?
        let target: Object
    }

    struct Path {
        let root: FieldPath.Root
        let hop: Int?
        let slot: Int?
        let type: ExpressionType
    }

    /// What is asked of the trees of people and teams.
    enum PeopleTest {
        case report(Reporting)
        case team(TeamTree)
        case shared(SharedTest)
    }

    struct AggregateProgram {
        let aggregate: Aggregate
        let condition: Program?
        let argument: Program?
    }

    init(
        code: [Instruction], constants: [Slot], texts: [UInt8], registers: Int, root: Expression,
        requiredSlots: Int, tables: Tables
    ) {
        self.code = .allocate(capacity: max(code.count, 1))
        self.code.initialize(from: code, count: code.count)
        count = code.count
        self.texts = .allocate(capacity: max(texts.count, 1))
        self.texts.initialize(from: texts, count: texts.count)
        self.constants = .allocate(capacity: max(constants.count, 1))
        for (index, constant) in constants.enumerated() {
            var constant = constant
            if constant.hasBytes {
                constant.word = Int64(Int(bitPattern: self.texts + Int(constant.word)))
            }
            (self.constants + index).initialize(to: constant)
        }
        self.registers = registers
        self.root = root.register
        rootType = root.type
        self.requiredSlots = requiredSlots
        self.tables = tables
    }

    deinit {
        code.deallocate()
        constants.deallocate()
        texts.deallocate()
    }
}

/// A register with a text holds its address; a record's slot holds an offset.
extension Slot {
    init(text: UnsafeBufferPointer<UInt8>, as kind: ValueKind = .text) {
        self.init(
            kind: kind, word: Int64(Int(bitPattern: text.baseAddress)),
            length: UInt32(truncatingIfNeeded: text.count))
    }

    /// The bytes of a register that holds a text.
    var text: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: UnsafePointer(bitPattern: Int(word)), count: Int(length))
    }

    init(_ truth: Bool) {
        self.init(kind: .bool, word: truth ? 1 : 0)
    }

    init(_ kind: ValueKind, _ word: Int64?, scale: Int = 0) {
        self = word.map { Slot(kind: kind, word: $0, scale: scale) } ?? .missing
    }

    var truth: Truth { tag == 0 ? .unknown : word != 0 ? .yes : .no }

    /// A register as a value for the outside.
    var value: Value {
        switch kind {
        case nil: .none
        case .bool: .bool(word != 0)
        case .integer: .integer(word)
        case .decimal: .decimal(Decimal(coefficient: word, scale: Int(scale)))
        case .text: .text(String(decoding: text, as: UTF8.self))
        case .date: .date(Day(number: word))
        case .datetime: .datetime(Instant(milliseconds: word))
        case .duration: .duration(Span(milliseconds: word))
        case .reference: .reference(RecordID(number: word))
        case .json: .json(String(decoding: text, as: UTF8.self))
        }
    }
}
