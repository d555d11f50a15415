import TidegateModel
import TidegateStore

/// What came of one batch of an import.
struct ImportBatch: Hashable {
    /// Where the file goes on behind it, and the number of its last row.
    var position: Int
    var row: Int
    var rows: Int
    var created: Int
    var updated: Int
    var unchanged: Int
    var skipped: Int
    /// Where the refused rows stand in the file, whose bytes a repetition brings along.
    var refused: [Range<Int>]
    var problems: [ImportProblem]
}

extension ImportBatch {
    /// What was added to the report since.
    init(from before: ImportReport, to after: ImportReport, _ reader: CSVReader) {
        self.init(
            position: reader.position, row: reader.number, rows: after.rows - before.rows,
            created: after.created - before.created, updated: after.updated - before.updated,
            unchanged: after.unchanged - before.unchanged, skipped: after.skipped - before.skipped,
            refused: Array(after.refusedPlaces[before.refusedPlaces.count...]),
            problems: Array(after.problems[before.problems.count...]))
    }

    // MARK: As it is kept

    var json: [UInt8] {
        var json = JSONWriter(reserving: 256)
        json.object { json in
            json.key("counts")
            json.array { json in
                for count in [
                    position, row, rows, created, updated, unchanged, skipped,
                ] {
                    json.integer(Int64(count))
                }
            }
            json.key("refused")
            json.array { json in
                for place in refused {
                    json.integer(Int64(place.lowerBound))
                    json.integer(Int64(place.upperBound))
                }
            }
            json.key("problems")
            json.array { json in
                for problem in problems {
                    json.object { json in
                        json.member("row", problem.row)
                        json.member("column", optional: problem.column)
                        json.member("value", optional: problem.value.map(Self.kept))
                        json.member("reason", Self.kept(problem.reason))
                        json.member("code", problem.code)
                        if let speech = problem.speech?.json.flatMap({
                            String(validating: $0, as: UTF8.self)
                        }) {
                            json.member("speech", Self.kept(speech))
                        }
                    }
                }
            }
        }
        return json.bytes
    }

    /// - Returns: `nil` for what ``json`` did not write.
    init?(_ bytes: [UInt8]) {
        guard
            let json = try? JSONReader.read(
                bytes, maximumBytes: bytes.count, values: max(bytes.count, 1)),
            let counts = Self.numbers(json["counts"]), counts.count == 7,
            let places = Self.numbers(json["refused"]), places.count.isMultiple(of: 2),
            let problems = json["problems"]?.array
        else { return nil }
        self.init(
            position: counts[0], row: counts[1], rows: counts[2], created: counts[3],
            updated: counts[4], unchanged: counts[5], skipped: counts[6], refused: [], problems: [])
        for index in stride(from: 0, to: places.count, by: 2) {
            guard places[index] <= places[index + 1] else { return nil }
            refused.append(places[index]..<places[index + 1])
        }
        for problem in problems {
            guard let row = problem["row"]?.integer, let reason = problem["reason"]?.string,
                let code = problem["code"]?.string
            else { return nil }
            self.problems.append(
                ImportProblem(
                    row: Int(row), column: problem["column"]?.string,
                    value: problem["value"]?.string, reason: reason, code: code,
                    speech: problem["speech"]?.string.flatMap { Speech(json: Array($0.utf8)) }))
        }
    }

    /// A cell may hold U+0000, which our reader of JSON refuses.
    private static func kept(_ text: String) -> String {
        text.replacing("\0", with: "\u{FFFD}")
    }

    private static func numbers(_ json: JSON?) -> [Int]? {
        guard let values = json?.array else { return nil }
        let numbers = values.compactMap(\.integer).map { Int($0) }
        return numbers.count == values.count ? numbers : nil
    }
}
