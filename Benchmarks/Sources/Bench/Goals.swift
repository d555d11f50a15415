import Foundation

/// The table at the end: what was reached, beside the same by hand, and what was wanted.
enum Goals {
    static func print(_ results: [Outcome]) {
        Swift.print("")
        row("", "CPU µs", "p50 µs", "rate /s", "× CPU", "× p50", "goal")
        for result in results where result.who.hasPrefix("Tidegate") {
            let byHand = results.first {
                $0.work == result.work
                    && $0.who == result.who.replacingOccurrences(of: "Tidegate", with: "bare C")
            }
            row(
                "\(result.work), \(result.who)", number(result.cpuMicroseconds, 2),
                number(result.median, 0), number(result.rate, 0),
                byHand.map { number(result.cpuMicroseconds / $0.cpuMicroseconds, 2) } ?? "",
                byHand.map { $0.median > 0 ? number(result.median / $0.median, 2) : "" } ?? "",
                goal(result, byHand))
        }
    }

    private static func goal(_ result: Outcome, _ byHand: Outcome?) -> String {
        let ratio = byHand.map { $0.median > 0 ? result.median / $0.median : 0 } ?? 0
        switch (result.work, result.who) {
        case (W1Save.work, "Tidegate"), (W2Move.work, "Tidegate"), (W3Approval.work, "Tidegate"):
            return byHand == nil ? "" : "p50 ≤ 2 × bare C: " + word(ratio <= 2)
        case (W1Save.work, _):
            return "≥ 20,000/s: " + word(result.rate >= 20_000) + "; ≤ 40 µs CPU: "
                + word(result.cpuMicroseconds <= 40)
        case (W4Rule.work, "Tidegate condition"):
            return "≤ 0.6 µs: " + word(result.cpuMicroseconds <= 0.6)
        case (W4Rule.work, _): return "≤ 1.2 µs: " + word(result.cpuMicroseconds <= 1.2)
        case (W5List.list, _):
            return "p50 ≤ 1.3 × bare SQL: " + word(ratio > 0 && ratio <= 1.3) + "; p99 < 5 ms: "
                + word(result.percentile(0.99) < 5_000)
        case (W5List.deep, _): return "p99 < 5 ms: " + word(result.percentile(0.99) < 5_000)
        case (W5List.summary, _):
            return "p50 ≤ 1.1 × bare SQL: " + word(ratio > 0 && ratio <= 1.1)
        case (W6Import.work, _): return "≥ 50,000 rows/s: " + word(result.rate >= 50_000)
        case (let work, _) where work.hasPrefix(W7Access.work):
            guard let ratio = result.note.split(separator: " ").compactMap({ Double($0) }).last,
                result.note.hasSuffix("without")
            else { return "" }
            // A page is asked for by HTTP, and scripts/bench-http judges it there.
            if work.contains("page") { return String(format: "%.2f × without", ratio) }
            return String(format: "≤ 1.5 × without: %@ (%.2f)", word(ratio <= 1.5), ratio)
        case (let work, _) where result.note.hasSuffix("times the smallest"):
            let times = result.note.split(separator: " ").compactMap { Double($0) }.first ?? 0
            // A mean is worked out from all: it is told, not judged.
            if work.hasPrefix(Growth.mean) { return result.note }
            return String(format: "≤ 1.2 × the smallest: %@ (%.2f)", word(times <= 1.2), times)
        case ("start to ready", _):
            let idle = result.note.split(separator: " ").compactMap { Int($0) }.first ?? 0
            return "< 100 ms: " + word(result.seconds < 0.1) + "; idle < 40 MB: "
                + word(idle < 40_000) + " (\(idle) kB)"
        default: return ""
        }
    }

    private static func word(_ reached: Bool) -> String { reached ? "reached" : "MISSED" }

    private static func number(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }

    private static func row(_ head: String, _ cells: String...) {
        let head = head.padding(toLength: 40, withPad: " ", startingAt: 0)
        let numbers = cells.dropLast().map {
            String(repeating: " ", count: max(0, 10 - $0.count)) + $0
        }
        Swift.print(head + numbers.joined() + "   " + (cells.last ?? ""))
    }
}
