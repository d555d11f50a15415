import TidegateEngine
import TidegateModel

/// Writes figures as Prometheus reads them.
///
/// Source: Prometheus documentation, "Exposition formats", text format 0.0.4.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    mutating func write(_ figures: Metrics.Figures) {
        family("tidegate_request_seconds", .histogram, "Time to answer requests.")
        let requests = figures.requests.sorted {
            ($0.key.route, $0.key.method, $0.key.status)
                < ($1.key.route, $1.key.method, $1.key.status)
        }
        for (key, histogram) in requests {
            write(
                histogram, "tidegate_request_seconds",
                [("method", key.method), ("route", key.route), ("status", "\(key.status)")])
        }
        gauge("tidegate_requests_under_way", figures.underWay, "Requests being worked on.")
        family("tidegate_saves_total", .counter, "Requests to write, by what came of them.")
        for outcome in RequestOutcome.allCases {
            sample(
                "tidegate_saves_total", [("outcome", outcome.rawValue)],
                "\(figures.saves[outcome, default: 0])")
        }
        family("tidegate_commit_bodies", .histogram, "Saves that shared a commit.")
        write(figures.commitBodies, "tidegate_commit_bodies", [])
        family("tidegate_commit_seconds", .histogram, "Time to make a commit durable.")
        write(figures.commitSeconds, "tidegate_commit_seconds", [])
        gauge(
            "tidegate_waiting_bodies", figures.waitingBodies,
            "Saves that waited when the last commit ended.")
        write(figures.rules)
    }

    private mutating func write(_ rules: [RuleLocation: Metrics.Cost]) {
        let rules = rules.sorted { $0.key.description < $1.key.description }
        family("tidegate_rule_calls_total", .counter, "How often a rule was asked or run.")
        for (rule, cost) in rules {
            sample("tidegate_rule_calls_total", [("rule", rule.description)], "\(cost.calls)")
        }
        family("tidegate_rule_seconds_total", .counter, "Time a rule took in all.")
        for (rule, cost) in rules {
            sample(
                "tidegate_rule_seconds_total", [("rule", rule.description)],
                "\(Double(cost.nanoseconds) / 1e9)")
        }
    }

    mutating func write(_ connections: ConnectionBook.Count) {
        gauge("tidegate_connections", connections.open, "Connections that are open.")
        family("tidegate_connections_cut_off_total", .counter, "Connections ended, by why.")
        for why in ConnectionBook.Why.allCases {
            sample(
                "tidegate_connections_cut_off_total", [("why", why.rawValue)],
                "\(connections.cutOff[why, default: 0])")
        }
    }

    mutating func write(_ backups: BackupRecord.Figures, at now: Instant) {
        if let newest = backups.newest {
            gauge(
                "tidegate_backup_age_seconds", Int((now - newest.at).milliseconds / 1000),
                "Time since the newest backup was begun.")
            gauge("tidegate_backup_bytes", Int(newest.bytes), "Size of the newest backup.")
        }
        family("tidegate_backup_failures_total", .counter, "Backups that could not be made.")
        sample("tidegate_backup_failures_total", [], "\(backups.failures)")
    }

    mutating func gauge(_ name: String, _ value: Int, _ help: String) {
        family(name, .gauge, help)
        sample(name, [], "\(value)")
    }

    // MARK: Lines

    private enum Kind: String {
        case counter, gauge, histogram
    }

    private mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func write(
        _ histogram: Histogram, _ name: String, _ labels: [(String, String)]
    ) {
        var below = 0
        for (bound, count) in zip(histogram.bounds, histogram.counts) {
            below += count
            sample("\(name)_bucket", labels + [("le", "\(bound)")], "\(below)")
        }
        sample("\(name)_bucket", labels + [("le", "+Inf")], "\(histogram.count)")
        sample("\(name)_sum", labels, "\(histogram.sum)")
        sample("\(name)_count", labels, "\(histogram.count)")
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        text += name
        if !labels.isEmpty {
            text +=
                "{"
                + labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
