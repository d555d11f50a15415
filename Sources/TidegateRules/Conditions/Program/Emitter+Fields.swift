import TidegateModel

/// Fields, comparisons with constants, and what leaves the record.
extension Emitter {
    mutating func field(_ expression: Expression, _ path: FieldPath) {
        if path.isOwnField, let slot = path.slot {
            require(slot)
            add(.field, expression, word: Int64(slot))
            return
        }
        if path.hops.isEmpty, path.root == .record { require(path.slot.map { $0 } ?? 0) }
        tables.paths.append(
            Program.Path(
                root: path.root, hop: lastHop(of: path), slot: path.slot, type: path.type))
        add(.path, expression, word: Int64(tables.paths.count - 1))
    }

    /// The hop at whose end the path's last field is read; paths that begin alike share hops.
    private mutating func lastHop(of path: FieldPath) -> Int? {
        var last: Int?
        if path.root == .me { last = hop(nil, .me, nil, path.start) }
        for step in path.hops {
            if last == nil { require(step.slot) }
            last = hop(last, path.root, step.slot, step.target)
        }
        return last
    }

    private mutating func hop(
        _ parent: Int?, _ root: FieldPath.Root, _ slot: Int?, _ target: Object
    ) -> Int {
        let known = tables.hops.firstIndex {
            $0.parent == parent && $0.root == root && $0.slot == slot
        }
        if let known { return known }
        tables.hops.append(Program.Hop(parent: parent, root: root, slot: slot, target: target))
        return tables.hops.count - 1
    }

    mutating func comparison(
        _ expression: Expression, _ comparison: Comparison, _ left: Expression, _ right: Expression
    ) {
        if fused(expression, comparison, left, right)
            || fused(expression, comparison.mirrored, right, left)
        {
            return
        }
        emit(left)
        emit(right)
        let operation: Instruction.Operation =
            left.type.kind == .text
            ? .compareText : left.type.scale == right.type.scale ? .compare : .compareScaled
        add(operation, expression, left, right, mask: comparison.rawValue)
    }

    /// A field of the record against a constant: one instruction, the constant already at the
    /// field's scale. The field's value still lands in its register, for the explanation.
    private mutating func fused(
        _ expression: Expression, _ comparison: Comparison, _ left: Expression, _ right: Expression
    ) -> Bool {
        guard case .field(let path) = left.form, path.isOwnField, let slot = path.slot,
            case .constant(let value) = right.form, !value.isMissing
        else { return false }
        var instruction = Instruction(
            operation: .compareField, mask: comparison.rawValue, kind: left.type.kind.rawValue,
            scale: UInt8(left.type.scale), target: UInt16(expression.register),
            left: UInt16(slot), right: UInt16(left.register))
        if left.type.kind == .text {
            instruction.operation = .compareFieldText
            instruction.word = constant(value)
        } else if let word = word(of: value, scale: left.type.scale) {
            instruction.word = word
        } else {
            return false
        }
        require(slot)
        code.append(instruction)
        return true
    }

    /// A constant as the bare 64 bits it is compared by, or `nil` when it has more digits than
    /// the other side.
    private mutating func word(of value: Value, scale: Int) -> Int64? {
        if let number = value.decimal { return number.exactly(scale: scale)?.coefficient }
        return slot(of: value).word
    }

    mutating func member(_ expression: Expression, _ value: Expression, _ entries: [Expression]) {
        guard let known = knownEntries(entries), !value.type.isMissing else {
            anyEqual(expression, value, entries)
            return
        }
        emit(value)
        let start = constants.count
        var isText = false
        for entry in known {
            if case .text = entry {
                isText = true
                constants.append(slot(of: entry))
            } else if let word = word(of: entry, scale: value.type.scale) {
                constants.append(Slot(kind: value.type.kind, word: word))
            }
        }
        add(isText ? .memberTexts : .memberWords, expression, value, word: Int64(start))
        code[code.count - 1].extra = UInt16(constants.count - start)
    }

    private func knownEntries(_ entries: [Expression]) -> [Value]? {
        let known = entries.compactMap { entry -> Value? in
            if case .constant(let value) = entry.form, !value.isMissing { value } else { nil }
        }
        return known.count == entries.count ? known : nil
    }

    /// `x in {a, b}` is `x == a or x == b` where the entries are not all written out.
    private mutating func anyEqual(
        _ expression: Expression, _ value: Expression, _ entries: [Expression]
    ) {
        emit(value)
        for (index, entry) in entries.enumerated() {
            emit(entry)
            let equal = spare(.bool)
            let operation: Instruction.Operation =
                value.type.kind == .text
                ? .compareText
                : value.type.scale == entry.type.scale ? .compare : .compareScaled
            add(operation, equal, value, entry, mask: Comparison.equal.rawValue)
            add(index == 0 ? .disjoinFirst : .disjoin, expression, equal)
            code[code.count - 1].extra = UInt16(code.count)
        }
    }

    mutating func aggregate(_ expression: Expression, _ aggregate: Aggregate) {
        if let owner = aggregate.owner { emit(owner) }
        tables.aggregates.append(
            Program.AggregateProgram(
                aggregate: aggregate,
                condition: aggregate.condition.map {
                    Emitter.program(for: $0, registers: aggregate.registers)
                },
                argument: aggregate.argument.map {
                    Emitter.program(for: $0, registers: aggregate.registers)
                }))
        add(.aggregate, expression, aggregate.owner, word: Int64(tables.aggregates.count - 1))
    }
}
