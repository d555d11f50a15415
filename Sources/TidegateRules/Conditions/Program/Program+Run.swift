import TidegateModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Running a program.
extension Program {
    typealias Registers = UnsafeMutablePointer<Slot>

    /// Runs the program on the context's record and hands over the registers while they live.
    ///
    /// - Parameter fully: evaluate every part, also those that cannot change the answer any more:
    ///   then every register is filled, which is what an explanation reads.
    func run<Answer>(
        _ context: ConditionContext, fully: Bool, _ body: (Registers) throws -> Answer
    ) throws -> Answer {
        precondition(
            context.record.slots.count >= requiredSlots, "a record of the condition's object")
        return try withUnsafeTemporaryAllocation(of: Slot.self, capacity: max(registers, 1)) {
            registers in
            guard let base = registers.baseAddress else { preconditionFailure("no registers") }
            var workspace: Workspace?
            // Registers may point into the record's bytes and the workspace: the body runs in here.
            return try context.record.slots.withUnsafeBufferPointer { slots in
                try context.record.bytes.withUnsafeBufferPointer { bytes in
                    try loop(base, slots, bytes, context, fully, &workspace)
                    return try withExtendedLifetime(workspace) { try body(base) }
                }
            }
        }
    }

    private func loop(
        _ registers: Registers, _ slots: UnsafeBufferPointer<Slot>,
        _ bytes: UnsafeBufferPointer<UInt8>, _ context: ConditionContext, _ fully: Bool,
        _ workspace: inout Workspace?
    ) throws {
        var next = 0
        while next < count {
            let step = code[next]
            next &+= 1
            let target = Int(step.target)
            switch step.operation {
            case .constant: registers[target] = constants[Int(step.word)]
            case .field: registers[target] = load(slots[Int(step.word)], step, bytes)
            case .compareField:
                let value = load(slots[Int(step.left)], step, bytes)
                registers[Int(step.right)] = value
                registers[target] =
                    value.tag == 0 ? .missing : Slot(accepts(step, value.word, step.word))
            case .compareFieldText:
                let value = load(slots[Int(step.left)], step, bytes)
                registers[Int(step.right)] = value
                registers[target] = compareTexts(step, value, constants[Int(step.word)])
            case .compare:
                let (left, right) = (registers[Int(step.left)], registers[Int(step.right)])
                registers[target] =
                    left.tag == 0 || right.tag == 0
                    ? .missing : Slot(accepts(step, left.word, right.word))
            case .conjoinFirst, .disjoinFirst:
                let part = registers[Int(step.left)]
                registers[target] = part
                let decides: Int64 = step.operation == .disjoinFirst ? 1 : 0
                if part.tag != 0, part.word == decides, !fully { next = Int(step.extra) }
            case .conjoin:
                let part = registers[Int(step.left)]
                if part.tag == 0 {
                    if registers[target].truth != .no { registers[target] = .missing }
                } else if part.word == 0 {
                    registers[target] = part
                    if !fully { next = Int(step.extra) }
                }
            case .disjoin:
                let part = registers[Int(step.left)]
                if part.tag == 0 {
                    if registers[target].truth != .yes { registers[target] = .missing }
                } else if part.word != 0 {
                    registers[target] = part
                    if !fully { next = Int(step.extra) }
                }
            case .not:
                let part = registers[Int(step.left)]
                registers[target] = part.tag == 0 ? .missing : Slot(part.word == 0)
            case .memberTexts:
                registers[target] = memberTexts(step, registers[Int(step.left)])
            case .memberWords:
                registers[target] = memberWords(step, registers[Int(step.left)])
            case .fill:
                if registers[target].tag == 0 {
                    registers[target] = rescaled(registers[Int(step.left)], step)
                }
                if registers[target].tag != 0, !fully { next = Int(step.extra) }
            case .clear: registers[target] = .missing
            case .compareScaled, .compareText, .isEmpty, .isNotEmpty, .contains, .holds, .distance,
                .matches, .add,
                .subtract, .multiply, .divide, .negate, .absolute, .rescale, .later, .earlier,
                .difference, .part, .dayOf, .length:
                registers[target] = compute(
                    step, registers[Int(step.left)], registers[Int(step.right)])
            case .path, .changed, .today, .now, .me, .hasRole, .approved, .people, .rate,
                .aggregate:
                registers[target] = try ask(step, registers, context, &workspace)
            }
        }
    }

    /// A field as a register: of the kind and scale the checker counted on, its text by address.
    @inline(__always)
    func load(
        _ slot: Slot, _ step: Instruction, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Slot {
        guard slot.tag == step.kind, slot.scale == step.scale else {
            return slot.tag == 0 ? .missing : rescaled(slot, step)
        }
        guard slot.hasBytes else { return slot }
        var text = slot
        text.word = Int64(Int(bitPattern: bytes.baseAddress)) &+ slot.word
        return text
    }

    /// A number at the step's kind and scale; whatever else does not fit is missing.
    func rescaled(_ value: Slot, _ step: Instruction) -> Slot {
        if value.tag == step.kind, value.scale == step.scale { return value }
        guard let kind = ValueKind(rawValue: step.kind), kind == .decimal || kind == .integer,
            value.kind == .decimal || value.kind == .integer
        else { return .missing }
        let word = ExactArithmetic.rescale(
            value.word, from: Int(value.scale), to: Int(step.scale))
        return Slot(kind, word, scale: Int(step.scale))
    }

    @inline(__always)
    private func accepts(_ step: Instruction, _ left: Int64, _ right: Int64) -> Bool {
        let order: UInt8 = left < right ? 1 : left == right ? 2 : 4
        return step.mask & order != 0
    }

    func compareTexts(_ step: Instruction, _ left: Slot, _ right: Slot) -> Slot {
        guard left.tag != 0, right.tag != 0 else { return .missing }
        let shorter = Int(min(left.length, right.length))
        var order = 0
        if shorter > 0, let one = left.text.baseAddress, let other = right.text.baseAddress {
            order = Int(memcmp(one, other, shorter))
        }
        if order == 0 { order = Int(left.length) - Int(right.length) }
        return Slot(accepts(step, Int64(order), 0))
    }

    private func memberTexts(_ step: Instruction, _ value: Slot) -> Slot {
        guard value.tag != 0 else { return .missing }
        let start = Int(step.word)
        for index in start..<start + Int(step.extra) {
            let entry = constants[index]
            guard entry.length == value.length else { continue }
            guard entry.length > 0, let one = value.text.baseAddress,
                let other = entry.text.baseAddress
            else { return Slot(true) }
            if memcmp(one, other, Int(entry.length)) == 0 { return Slot(true) }
        }
        return Slot(false)
    }

    private func memberWords(_ step: Instruction, _ value: Slot) -> Slot {
        guard value.tag != 0 else { return .missing }
        let start = Int(step.word)
        for index in start..<start + Int(step.extra) where constants[index].word == value.word {
            return Slot(true)
        }
        return Slot(false)
    }
}
