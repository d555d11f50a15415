import TidegateModel

/// Turns a checked expression into a program.
struct Emitter {
    var code: [Instruction] = []
    var constants: [Slot] = []
    var texts: [UInt8] = []
    var registers: Int
    var requiredSlots = 0
    var tables = Program.Tables()

    /// - Parameter registers: how many the expression's frame has given out.
    static func program(for root: Expression, registers: Int) -> Program {
        var emitter = Emitter(registers: registers)
        emitter.emit(root)
        return Program(
            code: emitter.code, constants: emitter.constants, texts: emitter.texts,
            registers: emitter.registers, root: root, requiredSlots: emitter.requiredSlots,
            tables: emitter.tables)
    }

    private init(registers: Int) {
        self.registers = registers
    }

    mutating func add(
        _ operation: Instruction.Operation, _ expression: Expression, _ left: Expression? = nil,
        _ right: Expression? = nil, mask: UInt8 = 0, word: Int64 = 0
    ) {
        code.append(
            Instruction(
                operation: operation, mask: mask, kind: expression.type.kind.rawValue,
                scale: UInt8(expression.type.scale), target: UInt16(expression.register),
                left: UInt16(left?.register ?? 0), right: UInt16(right?.register ?? 0),
                word: word))
    }

    /// Emits what fills the expression's register.
    mutating func emit(_ expression: Expression) {
        switch expression.form {
        case .constant(let value): add(.constant, expression, word: constant(value))
        case .field(let path): field(expression, path)
        case .and(let parts): junction(expression, parts, .conjoinFirst, .conjoin)
        case .or(let parts): junction(expression, parts, .disjoinFirst, .disjoin)
        case .not(let inner): unary(.not, expression, inner)
        case .comparison(let comparison, let left, let right):
            self.comparison(expression, comparison, left, right)
        case .member(let value, let entries): member(expression, value, entries)
        case .isEmpty(let inner, let negated):
            unary(negated ? .isNotEmpty : .isEmpty, expression, inner)
        case .contains(let left, let right):
            binary(left.type.isList ? .holds : .contains, expression, left, right)
        case .distance(let one, let other): binary(.distance, expression, one, other)
        case .rate(let rates, let currency, let day):
            tables.rates.append(rates)
            emit(currency)
            emit(day)
            add(.rate, expression, currency, day, word: Int64(tables.rates.count - 1))
        case .matches(let inner, let pattern):
            tables.patterns.append(pattern)
            unary(.matches, expression, inner, word: tables.patterns.count - 1)
        case .arithmetic(let operation, let left, let right):
            binary(arithmetic(operation), expression, left, right)
        case .negate(let inner): unary(.negate, expression, inner)
        case .absolute(let inner): unary(.absolute, expression, inner)
        case .round(let inner): unary(.rescale, expression, inner)
        case .span(let count, let unit): span(expression, count, unit)
        case .shift(let base, let span, let earlier):
            binary(earlier ? .earlier : .later, expression, base, span)
        case .difference(let later, let earlier): binary(.difference, expression, later, earlier)
        case .part(let part, let day):
            unary(.part, expression, day, word: CalendarPart.allCases.firstIndex(of: part) ?? 0)
        case .dayOf(let instant): unary(.dayOf, expression, instant)
        case .length(let text): unary(.length, expression, text)
        case .coalesce(let parts): coalesce(expression, parts)
        case .changed(let slot):
            require(slot)
            add(.changed, expression, word: Int64(slot))
        case .today: add(.today, expression)
        case .now: add(.now, expression)
        case .me: add(.me, expression)
        case .hasRole(let name): add(.hasRole, expression, word: self.name(name))
        case .approved(let name): add(.approved, expression, word: self.name(name))
        case .inReports(let inner, let reporting):
            people(.report(reporting), expression, inner)
        case .inTeams(let inner, let tree): people(.team(tree), expression, inner)
        case .shared(let test): people(.shared(test), expression, test.of)
        case .aggregate(let aggregate): self.aggregate(expression, aggregate)
        }
    }

    private mutating func unary(
        _ operation: Instruction.Operation, _ expression: Expression, _ inner: Expression,
        word: Int = 0
    ) {
        emit(inner)
        add(operation, expression, inner, word: Int64(word))
    }

    private mutating func binary(
        _ operation: Instruction.Operation, _ expression: Expression, _ left: Expression,
        _ right: Expression
    ) {
        emit(left)
        emit(right)
        add(operation, expression, left, right)
    }

    private mutating func people(
        _ test: Program.PeopleTest, _ expression: Expression, _ inner: Expression?
    ) {
        if let inner { emit(inner) }
        tables.people.append(test)
        add(.people, expression, inner, word: Int64(tables.people.count - 1))
    }

    private func arithmetic(_ operation: Arithmetic) -> Instruction.Operation {
        switch operation {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        }
    }

    /// Joins the parts one by one; the jump leaves as soon as the answer is known.
    private mutating func junction(
        _ expression: Expression, _ parts: [Expression], _ first: Instruction.Operation,
        _ next: Instruction.Operation
    ) {
        var jumps: [Int] = []
        for (index, part) in parts.enumerated() {
            emit(part)
            jumps.append(code.count)
            add(index == 0 ? first : next, expression, part)
        }
        for jump in jumps { code[jump].extra = UInt16(code.count) }
    }

    private mutating func coalesce(_ expression: Expression, _ parts: [Expression]) {
        add(.clear, expression)
        var jumps: [Int] = []
        for part in parts {
            emit(part)
            jumps.append(code.count)
            add(.fill, expression, part)
        }
        for jump in jumps { code[jump].extra = UInt16(code.count) }
    }

    private mutating func span(_ expression: Expression, _ count: Expression, _ unit: Int64) {
        emit(count)
        let factor = spare(.integer)
        add(.constant, factor, word: constant(.integer(unit)))
        add(.multiply, expression, count, factor)
    }

    /// A register for a value the source does not show.
    mutating func spare(_ type: ExpressionType) -> Expression {
        defer { registers += 1 }
        return Expression(register: registers, form: .constant(.none), type: type, range: 0..<0)
    }

    mutating func name(_ name: String) -> Int64 {
        tables.names.append(name)
        return Int64(tables.names.count - 1)
    }

    mutating func require(_ slot: Int) {
        requiredSlots = max(requiredSlots, slot + 1)
    }

    mutating func constant(_ value: Value) -> Int64 {
        constants.append(slot(of: value))
        return Int64(constants.count - 1)
    }

    mutating func slot(of value: Value) -> Slot {
        switch value {
        case .none: return .missing
        case .bool(let flag): return Slot(flag)
        case .integer(let number): return Slot(kind: .integer, word: number)
        case .decimal(let number):
            return Slot(kind: .decimal, word: number.coefficient, scale: number.scale)
        case .text(let text), .json(let text):
            let start = texts.count
            texts.append(contentsOf: text.utf8)
            return Slot(
                kind: value.kind ?? .text, word: Int64(start),
                length: UInt32(texts.count - start))
        case .date(let day): return Slot(kind: .date, word: day.number)
        case .datetime(let instant): return Slot(kind: .datetime, word: instant.milliseconds)
        case .duration(let span): return Slot(kind: .duration, word: span.milliseconds)
        case .reference(let id): return Slot(kind: .reference, word: id.number)
        }
    }
}
