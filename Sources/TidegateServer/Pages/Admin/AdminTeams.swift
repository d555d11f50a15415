import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// Teams as the tree they are, with who belongs to each.
extension AdminRoutes {
    func teams(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.teams, context)
        guard engine.bundle.schema["Team"] != nil else {
            return try await page("admin-teams", .teams, ["none": true], request: request, context)
        }
        let teams = try await records(ListRequest("Team"), actor)
        let people = try await records(ListRequest("User", where: "active"), actor)
        let tree = TeamTree(teams: teams, people: people)
        return try await page(
            "admin-teams", .teams,
            ["tree": tree.html(), "none": teams.isEmpty, "count": "\(teams.count)"],
            request: request, context)
    }
}

/// Writes teams below the team they belong to. A team that belongs to none, or whose parents go in a
/// circle, stands at the top.
struct TeamTree {
    private let names: [RecordID: String]
    private let children: [RecordID: [Record]]
    private let members: [RecordID: [Record]]
    private let teams: [Record]

    init(teams: [Record], people: [Record]) {
        self.teams = teams.sorted { ($0["name"].text ?? "") < ($1["name"].text ?? "") }
        names = Dictionary(
            people.map { ($0.id, $0["name"].text ?? "") }, uniquingKeysWith: { first, _ in first })
        var children: [RecordID: [Record]] = [:]
        for team in self.teams {
            if let parent = team["parent"].reference { children[parent, default: []].append(team) }
        }
        self.children = children
        members = Dictionary(
            grouping: people.filter { $0["team"].reference != nil },
            by: { $0["team"].reference ?? $0.id })
    }

    func html() -> String {
        var html = HTMLWriter(capacity: 4096)
        var seen: Set<RecordID> = []
        let known = Set(teams.map(\.id))
        html.raw("<ul class=\"team-tree\">")
        for team in teams where !(team["parent"].reference.map(known.contains) ?? false) {
            write(team, &seen, &html)
        }
        for team in teams where !seen.contains(team.id) { write(team, &seen, &html) }
        html.raw("</ul>")
        return html.string
    }

    private func write(_ team: Record, _ seen: inout Set<RecordID>, _ html: inout HTMLWriter) {
        guard seen.insert(team.id).inserted else { return }
        let people = (members[team.id] ?? []).sorted {
            ($0["name"].text ?? "") < ($1["name"].text ?? "")
        }
        html.raw("<li><div class=\"team\"><a class=\"team-name\"")
        html.attribute("href", "/o/Team/\(team.id)")
        html.raw(">")
        html.text(team["name"].text ?? "")
        html.raw("</a><span class=\"count\">")
        html.text(String(people.count))
        html.raw("</span>")
        if let lead = team["lead"].reference, let name = names[lead] {
            person(name, lead, isLead: true, &html)
        }
        for member in people where member.id != team["lead"].reference {
            person(member["name"].text ?? "", member.id, isLead: false, &html)
        }
        html.raw("</div>")
        let below = (children[team.id] ?? []).filter { !seen.contains($0.id) }
        if !below.isEmpty {
            html.raw("<ul>")
            for team in below { write(team, &seen, &html) }
            html.raw("</ul>")
        }
        html.raw("</li>")
    }

    private func person(
        _ name: String, _ id: RecordID, isLead: Bool, _ html: inout HTMLWriter
    ) {
        html.raw("<a")
        html.attribute("class", isLead ? "person team-lead" : "person")
        html.attribute("href", "/admin/users/\(id)")
        html.raw("><span aria-hidden=\"true\"")
        html.attribute("class", "avatar \(Hue.of(name).cssClass)")
        html.raw(">")
        html.text(name.initials)
        html.raw("</span><span class=\"cut\">")
        html.text(name)
        html.raw("</span></a>")
    }
}
