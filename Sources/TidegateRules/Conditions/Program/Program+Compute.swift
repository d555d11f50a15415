import TidegateModel

/// Operations from registers to a register.
extension Program {
    func compute(_ step: Instruction, _ left: Slot, _ right: Slot) -> Slot {
        switch step.operation {
        case .isEmpty: return Slot(left.tag == 0)
        case .isNotEmpty: return Slot(left.tag != 0)
        case .negate, .absolute, .rescale, .matches, .part, .dayOf, .length:
            return left.tag == 0 ? .missing : unary(step, left)
        case .compareScaled, .compareText, .contains, .holds, .distance, .add, .subtract, .multiply,
            .divide, .later,
            .earlier, .difference:
            return left.tag == 0 || right.tag == 0 ? .missing : binary(step, left, right)
        case .constant, .field, .compareField, .compareFieldText, .compare, .conjoinFirst,
            .conjoin, .disjoinFirst, .disjoin, .not, .memberTexts, .memberWords, .clear, .fill,
            .path, .changed, .today, .now, .me, .hasRole, .approved, .people, .rate, .aggregate:
            preconditionFailure("belongs to the loop")
        }
    }

    private func unary(_ step: Instruction, _ value: Slot) -> Slot {
        switch step.operation {
        case .negate: return number(step, ExactArithmetic.negate(value.word))
        case .absolute: return number(step, ExactArithmetic.absolute(value.word))
        case .rescale: return rescaled(value, step)
        case .matches: return Slot(tables.patterns[Int(step.word)].matches(value.text))
        case .part:
            let part = CalendarPart.allCases[Int(step.word)]
            return Slot(.integer, CalendarArithmetic.part(part, ofDay: value.word))
        case .dayOf: return Slot(kind: .date, word: CalendarArithmetic.day(ofInstant: value.word))
        default: return Slot(kind: .integer, word: scalars(value.text))
        }
    }

    private func binary(_ step: Instruction, _ left: Slot, _ right: Slot) -> Slot {
        let (one, oneScale) = (left.word, Int(left.scale))
        let (other, otherScale) = (right.word, Int(right.scale))
        switch step.operation {
        case .compareScaled:
            let order = ExactArithmetic.compare(one, oneScale, other, otherScale)
            return Slot(step.mask & (order < 0 ? 1 : order == 0 ? 2 : 4) != 0)
        case .compareText: return compareTexts(step, left, right)
        case .contains: return Slot(contains(left.text, right.text))
        case .holds: return Slot(ListItems(left.text).contains(right.text))
        case .distance: return distance(left, right)
        case .add: return number(step, ExactArithmetic.add(one, oneScale, other, otherScale))
        case .subtract:
            return number(step, ExactArithmetic.subtract(one, oneScale, other, otherScale))
        case .multiply:
            return number(
                step,
                ExactArithmetic.multiply(
                    one, oneScale, other, otherScale, scale: Int(step.scale)))
        case .divide:
            return number(
                step,
                ExactArithmetic.divide(
                    one, oneScale, other, otherScale, scale: Int(step.scale)))
        case .later: return shifted(left, by: other)
        case .earlier:
            return ExactArithmetic.negate(other).map { shifted(left, by: $0) } ?? .missing
        default: return difference(left, right)
        }
    }

    private func number(_ step: Instruction, _ word: Int64?) -> Slot {
        guard let word else { return .missing }
        return Slot(
            word: word, length: 0, tag: step.kind, scale: step.scale, spare: 0)
    }

    private func shifted(_ base: Slot, by span: Int64) -> Slot {
        base.kind == .date
            ? Slot(.date, CalendarArithmetic.day(base.word, plus: span))
            : Slot(.datetime, CalendarArithmetic.instant(base.word, plus: span))
    }

    private func difference(_ later: Slot, _ earlier: Slot) -> Slot {
        later.kind == .date
            ? Slot(.duration, CalendarArithmetic.span(from: earlier.word, to: later.word))
            : Slot(.duration, ExactArithmetic.subtract(later.word, 0, earlier.word, 0))
    }

    /// Unicode scalars: the bytes that do not continue one.
    private func scalars(_ text: UnsafeBufferPointer<UInt8>) -> Int64 {
        var count: Int64 = 0
        for byte in text where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private func distance(_ one: Slot, _ other: Slot) -> Slot {
        Slot(.decimal, Geopoint.metres(from: one.text, to: other.text), scale: 3)
    }

    private func contains(
        _ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        for start in 0...text.count - part.count where text[start] == first {
            let window = UnsafeBufferPointer(rebasing: text[start..<start + part.count])
            if window.elementsEqual(part) { return true }
        }
        return false
    }
}
