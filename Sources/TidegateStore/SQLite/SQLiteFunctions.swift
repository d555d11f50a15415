import CSQLite
import TidegateModel
import TidegateRules

/// The functions that make SQL mean what the evaluator means.
///
/// SQLite's own arithmetic falls into binary floating point when 64 bits overflow or a division
/// leaves a rest, and its `sum` fails. These compute on scaled integers by the evaluator's own code
/// (``ExactArithmetic``, ``CalendarArithmetic``) and say NULL where it says *missing*.
public enum SQLiteFunctions {
    /// Registers every function with a connection, once after it was opened.
    ///
    /// - Throws: ``StoreError/failed(detail:)``.
    public static func registerFunctions(on connection: OpaquePointer) throws {
        for (name, count, body) in scalars {
            let code = sqlite3_create_function_v2(
                connection, name, count, flags, nil, body, nil, nil, nil)
            try check(code, name)
        }
        for (name, count, step, final) in aggregates {
            let code = sqlite3_create_function_v2(
                connection, name, count, flags, nil, nil, step, final, nil)
            try check(code, name)
        }
    }

    /// Deterministic, so that indexes and the planner may rely on them; harmless, so that views and
    /// generated columns may call them.
    private static let flags =
        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS

    private static func check(_ code: Int32, _ name: String) throws {
        guard code == SQLITE_OK else {
            throw StoreError.failed(detail: "SQLite does not take the function \(name): \(code)")
        }
    }

    typealias Body =
        @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void
    typealias Final = @convention(c) (OpaquePointer?) -> Void

    // MARK: Scalars; operands travel with their scales

    private static let scalars: [(String, Int32, Body)] = [
        ("tg_among", -1, IDSets.among), (normalName, 1, answerNormalName),
        ("tg_add", 4, { answer($0, binary($2, ExactArithmetic.add)) }),
        ("tg_sub", 4, { answer($0, binary($2, ExactArithmetic.subtract)) }),
        ("tg_mul", 5, { answer($0, scaled($2, ExactArithmetic.multiply)) }),
        (
            "tg_cmp", 4,
            { answer($0, binary($2) { Int64(ExactArithmetic.compare($0, $1, $2, $3)) }) }
        ),
        ("tg_div", 5, { answer($0, scaled($2, ExactArithmetic.divide)) }),
        (
            "tg_rescale", 3,
            { context, _, values in
                guard let value = word(values, 0), let from = scale(values, 1),
                    let to = scale(values, 2)
                else { return answer(context, nil) }
                answer(context, ExactArithmetic.rescale(value, from: from, to: to))
            }
        ),
        ("tg_abs", 1, { answer($0, word($2, 0).flatMap(ExactArithmetic.absolute)) }),
        ("tg_neg", 1, { answer($0, word($2, 0).flatMap(ExactArithmetic.negate)) }),
        ("tg_day_add", 2, { answer($0, pair($2) { CalendarArithmetic.day($0, plus: $1) }) }),
        ("tg_time_add", 2, { answer($0, pair($2) { CalendarArithmetic.instant($0, plus: $1) }) }),
        ("tg_day_diff", 2, { answer($0, pair($2) { CalendarArithmetic.span(from: $1, to: $0) }) }),
        ("tg_day_of", 1, { answer($0, word($2, 0).map(CalendarArithmetic.day(ofInstant:))) }),
        (
            "tg_distance", 2,
            { context, _, values in
                answer(context, texts(values) { Geopoint.metres(from: $0, to: $1) } ?? nil)
            }
        ),
        (
            "tg_holds", 2,
            { context, _, values in
                answer(context, texts(values) { ListItems($0).contains($1) ? 1 : 0 })
            }
        ),
        (
            "tg_year", 1,
            { answer($0, word($2, 0).flatMap { CalendarArithmetic.part(.year, ofDay: $0) }) }
        ),
        (
            "tg_month", 1,
            { answer($0, word($2, 0).flatMap { CalendarArithmetic.part(.month, ofDay: $0) }) }
        ),
        (
            "tg_day", 1,
            { answer($0, word($2, 0).flatMap { CalendarArithmetic.part(.day, ofDay: $0) }) }
        ),
        ("tg_monday", 1, { answer($0, word($2, 0).map { Day(number: $0).monday.number }) }),
        (
            "tg_months", 3,
            { context, _, values in
                guard let day = word(values, 0), let count = word(values, 1), count > 0,
                    let start = word(values, 2)
                else { return answer(context, nil) }
                let first = Day(number: day).first(ofMonths: Int(count), from: Int(start))
                answer(context, first?.number)
            }
        ),
    ]

    private typealias Values = UnsafeMutablePointer<OpaquePointer?>?

    private static func word(_ values: Values, _ index: Int) -> Int64? {
        guard let value = values?[index], sqlite3_value_type(value) == SQLITE_INTEGER
        else { return nil }
        return sqlite3_value_int64(value)
    }

    /// A scale is written by the query compiler, but anyone may call the function.
    private static func scale(_ values: Values, _ index: Int) -> Int? {
        guard let number = word(values, index), (0...Int64(Limits.decimalScale)).contains(number)
        else { return nil }
        return Int(number)
    }

    private static func pair(_ values: Values, _ body: (Int64, Int64) -> Int64?) -> Int64? {
        guard let left = word(values, 0), let right = word(values, 1) else { return nil }
        return body(left, right)
    }

    private static func texts<Answer>(
        _ values: Values,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Answer
    ) -> Answer? {
        guard let one = text(values, 0), let other = text(values, 1) else { return nil }
        return body(one, other)
    }

    /// Lives as long as the call of the function.
    private static func text(_ values: Values, _ index: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let value = values?[index], sqlite3_value_type(value) == SQLITE_TEXT else {
            return nil
        }
        return UnsafeBufferPointer(
            start: sqlite3_value_text(value), count: Int(sqlite3_value_bytes(value)))
    }

    private static func binary(
        _ values: Values, _ body: (Int64, Int, Int64, Int) -> Int64?
    ) -> Int64? {
        guard let left = word(values, 0), let leftScale = scale(values, 1),
            let right = word(values, 2), let rightScale = scale(values, 3)
        else { return nil }
        return body(left, leftScale, right, rightScale)
    }

    /// The same, to as many digits as the last operand says.
    private static func scaled(
        _ values: Values, _ body: (Int64, Int, Int64, Int, Int) -> Int64?
    ) -> Int64? {
        guard let scale = scale(values, 4) else { return nil }
        return binary(values) { body($0, $1, $2, $3, scale) }
    }

    private static func answer(_ context: OpaquePointer?, _ value: Int64?) {
        if let value {
            sqlite3_result_int64(context, value)
        } else {
            sqlite3_result_null(context)
        }
    }

    // MARK: Aggregates

    private static let aggregates: [(String, Int32, Body, Final)] = [
        (
            "tg_sum", 1, { add($2, to: $0) },
            { answer($0, Int64(exactly: total(of: $0).sum)) }
        ),
        (
            "tg_avg", 3,
            { context, _, values in
                add(values, to: context)
                total(context)?.pointee.scales(scale(values, 1) ?? 0, scale(values, 2) ?? 0)
            },
            { context in
                let total = total(of: context)
                answer(
                    context,
                    ExactArithmetic.average(
                        total.sum, count: Int(total.count), scale: Int(total.scale),
                        target: Int(total.target)))
            }
        ),
    ]

    /// 128 bits in two words, because SQLite aligns an aggregate's memory to 8 bytes only.
    private struct Total {
        var low: UInt64 = 0
        var high: Int64 = 0
        var count: Int64 = 0
        var scale: Int32 = 0
        var target: Int32 = 0

        var sum: Int128 { Int128(high) << 64 | Int128(low) }

        mutating func add(_ value: Int64) {
            let (sum, carry) = low.addingReportingOverflow(UInt64(bitPattern: value))
            low = sum
            high &+= (value < 0 ? -1 : 0) + (carry ? 1 : 0)
            count += 1
        }

        mutating func scales(_ scale: Int, _ target: Int) {
            self.scale = Int32(min(scale, target))
            self.target = Int32(target)
        }
    }

    private static func total(_ context: OpaquePointer?) -> UnsafeMutablePointer<Total>? {
        sqlite3_aggregate_context(context, Int32(MemoryLayout<Total>.size))?
            .assumingMemoryBound(to: Total.self)
    }

    private static func add(_ values: Values, to context: OpaquePointer?) {
        guard let value = values?[0], sqlite3_value_type(value) == SQLITE_INTEGER else { return }
        total(context)?.pointee.add(sqlite3_value_int64(value))
    }

    /// No memory means that no row was seen.
    private static func total(of context: OpaquePointer?) -> Total {
        guard let memory = sqlite3_aggregate_context(context, 0) else { return Total() }
        return memory.assumingMemoryBound(to: Total.self).pointee
    }
}
