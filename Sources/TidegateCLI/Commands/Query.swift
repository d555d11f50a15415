import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateStore

struct QueryRecords: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "List records, or figures over them.",
        discussion: """
            Examples:
              tidegate query "Opportunity where stage == 'won'" --show 'sum(amount)'
              tidegate query Opportunity --by stage --show 'count(), sum(amount)'
              tidegate query Opportunity --by close_date:quarter,stage --show 'avg(amount)'
              tidegate query Opportunity --by owner --show 'sum(amount)' --sort '-sum(amount)' --limit 10
              tidegate query Opportunity --by stage --sort -amount --top 3
              tidegate query "Account where name contains 'Acme'" --columns name,industry
              tidegate query Opportunity --by stage --show 'sum(amount)' --as-of 2026-10-01
            """)

    @Argument(help: "OBJECT, or OBJECT where CONDITION.")
    var query: String
    @Option(
        help: .init(
            "Figures instead of records: count(), sum(amount), avg(…), min(…), max(…), distinct(…).",
            valueName: "figures"))
    var show: String?
    @Option(
        help: .init(
            "Fields to group by, with commas; a date also by :day, :week, :month, :quarter, :year or "
                + ":fiscal_year(4), a year from April on. Counts, if no figures are asked for.",
            valueName: "fields"))
    var by: String?
    @Option(
        parsing: .unconditional,
        help: .init(
            "Fields to sort by, with commas; -field for largest first. Figures are sorted by a group or a figure.",
            valueName: "fields"))
    var sort: String?
    @Option(
        help: .init(
            "Fields to show, with commas.", valueName: "fields"))
    var columns: String?
    @Option(
        help: .init(
            "The most records or groups to show; records: 50 when left out.", valueName: "count"))
    var limit: Int?
    @Option(
        help: .init(
            "Records, of each group the first so many in the order.", valueName: "count"))
    var top: Int?
    @Option(
        help: .init(
            "As it was then: at the end of a day in UTC, or at an instant.", valueName: "time"))
    var asOf: PastTime?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        var request = Self.request(query)
        request.groups = by.map(Self.list) ?? []
        request.asOf = asOf?.instant
        request.top = top
        request.show = show ?? (request.groups.isEmpty || top != nil ? nil : "count()")
        request.limit = limit ?? (request.show == nil && top == nil ? 50 : nil)
        request.order = Self.order(sort)
        try await show(request, columns: columns.map(Self.list), in: engine)
    }

    static func order(_ text: String?) -> [Query.Order] {
        (text.map(list) ?? []).map {
            $0.hasPrefix("-") ? .init(String($0.dropFirst()), descending: true) : .init($0)
        }
    }

    static func request(_ text: String) -> ListRequest {
        let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count == 3, parts[1] == "where" else {
            return ListRequest(
                text.split(separator: " ").first.map(String.init) ?? text,
                where: parts.count > 1 ? parts.dropFirst().joined(separator: " ") : nil)
        }
        return ListRequest(parts[0], where: parts[2])
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init)
    }
}
