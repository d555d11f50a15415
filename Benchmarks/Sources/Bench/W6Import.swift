import BareC
import Foundation
import Tidegate

/// W6: a file of 100,000 rows with 4 bad ones in a hundred, through hooks, checks and history.
enum W6Import {
    static let work = "W6 import"

    static func run(_ place: Place, rows: Int, rounds: Int) async throws -> [Outcome] {
        let file = place.fresh("import.csv")
        try Data(csv(rows)).write(to: URL(filePath: file))
        var (mine, byHand): ([Outcome], [Outcome]) = ([], [])
        for _ in 0..<rounds {
            byHand.append(bare(place, file, rows))
            mine.append(try await ours(place, file, rows))
        }
        return [.best(mine), .best(byHand)]
    }

    private static func bare(_ place: Place, _ file: String, _ rows: Int) -> Outcome {
        var bare = bare_outcome()
        expect(
            bare_import(place.fresh("bare.db"), file, 500, &bare) == 0, "bare C could not import")
        check(rows, Int(bare.accepted), Int(bare.refused), Int(bare.duplicates), "bare C")
        return Outcome(
            who: "bare C", work: work, count: rows, unit: "rows/s", seconds: bare.seconds,
            cpuSeconds: bare.cpu_seconds, note: "500 rows a commit")
    }

    private static func ours(_ place: Place, _ file: String, _ rows: Int) async throws -> Outcome {
        let site = try await Site(place, "w6.tidegate", people: false)
        _ = try await operate(1_000, callers: 32) { number in
            let deal = Deal(number)
            let values: [String: Value] = [
                "name": .text("Old " + String(10_000 + number).dropFirst()),
                "amount": .decimal(deal.amount), "probability": .integer(deal.probability),
                "close_date": .date(Day(number: deal.created)),
                "created_date": .date(Day(number: deal.created)),
            ]
            _ = try await site.engine.create("Prospect", values, as: site.seller, through: .library)
                .get()
            return true
        }
        let before = try await site.changes()
        let watch = Stopwatch()
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let report = try await site.engine.importFile(bytes, with: nil, as: .system)
        let (seconds, cpuSeconds) = (watch.seconds, watch.cpuSeconds)
        let duplicates = report.problems.count { $0.code == "record.not_unique" }
        check(rows, report.accepted, report.refusedRows - duplicates, duplicates, "Tidegate")
        let stored = try await site.count("Prospect") - 1_000
        expect(stored == Int64(report.accepted), "\(stored) records of \(report.accepted) rows")
        let changes = try await site.changes() - before
        expect(changes == Int64(report.accepted), "\(changes) changes of \(report.accepted) rows")
        await site.engine.close()
        return Outcome(
            who: "Tidegate", work: work, count: rows, unit: "rows/s", seconds: seconds,
            cpuSeconds: cpuSeconds, note: "500 rows a commit")
    }

    private static func check(
        _ rows: Int, _ accepted: Int, _ bad: Int, _ duplicates: Int, _ who: String
    ) {
        let wanted = (rows * 96 / 100, rows * 2 / 100, rows * 2 / 100)
        expect(
            (accepted, bad, duplicates) == wanted,
            "\(who) took \(accepted) rows, found \(bad) bad and \(duplicates) twice")
    }

    /// The same file as gen.py's write_csv: of a hundred rows one closes before it was created, one
    /// amount is no number, one name stands in the file before, one in the workspace.
    private static func csv(_ rows: Int) -> [UInt8] {
        var text =
            "name,account,amount,currency,stage,probability,close_date,owner,source,"
            + "requirement_confirmed,notes,created_date\n"
        for number in 0..<rows {
            let deal = Deal(number, spread: true)
            var (name, amount, closes) = (deal.name, deal.amount.description, deal.closes)
            switch number % 100 {
            case 10: amount = "12x4.00"
            case 20: name = Deal(number - 5).name
            case 30: name = "Old " + String(10_000 + number / 100 % 1_000).dropFirst()
            case 99: closes = deal.created - 1
            default: break
            }
            text +=
                "\(name),\(deal.account),\(amount),\(deal.currency),\(deal.stage),"
                + "\(deal.probability),\(Day(number: closes)),\(deal.owner),\(deal.source),"
                + "\(deal.isConfirmed ? 1 : 0),\"\(deal.notes)\",\(Day(number: deal.created))\n"
        }
        return Array(text.utf8)
    }
}
