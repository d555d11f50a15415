import TidegateModel
import TidegateRules

/// Where a page can lead: what stands in the sidebar and in the palette.
struct Navigation: Sendable {
    struct Group: Sendable {
        /// Of the pack that brings the objects.
        var pack: String
        var objects: [Object]
    }

    let groups: [Group]

    /// Objects by the pack that brings them. People and their roles are the administrator's; a line
    /// of another record is seen there.
    init(_ bundle: Bundle, mayRead: (Object) -> Bool = { _ in true }) {
        var groups: [Group] = bundle.packs.map { Group(pack: $0.name, objects: []) }
        let places = Dictionary(
            bundle.packs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first }
        )
        for object in bundle.schema.objects where Self.isShown(object) && mayRead(object) {
            guard let pack = object.origin?.pack, let place = places[pack] else { continue }
            groups[place].objects.append(object)
        }
        self.groups = groups.filter { !$0.objects.isEmpty }
    }

    var objects: [Object] { groups.flatMap(\.objects) }

    static let people: Set<String> = ["User", "UserRole", "Team"]

    static func isShown(_ object: Object) -> Bool {
        !object.table.hasPrefix("tg_") && !people.contains(object.name) && !isDetail(object)
    }

    /// Lives and dies with another record, and has no name of its own: a line of an order.
    static func isDetail(_ object: Object) -> Bool {
        let isOwned = object.fields.contains { field in
            field.isRequired && field.type.isOwned
        }
        guard isOwned else { return false }
        return !object.fields.contains { field in
            object.title.contains("{\(field.name)}") && field.type.isFreeText
        }
    }
}

/// A step of the way from the workspace to this page; the last has no address.
struct Crumb: Sendable {
    var title: String
    var address: String?

    init(_ title: String, _ address: String? = nil) {
        self.title = title
        self.address = address
    }

    var model: [String: Any] {
        address.map { ["title": title, "link": $0] } ?? ["title": title]
    }
}

/// How many things wait for the reader.
struct Waiting: Sendable {
    var tasks = 0
    var alerts = 0
}

/// Writes the links of the sidebar and of the bar at the bottom of a phone.
struct NavigationWriter {
    let bundle: Bundle
    let navigation: Navigation
    let icons: Icons
    let texts: Texts
    let language: Language
    /// Where the reader is: the address of a link is marked when this begins with it.
    let path: String
    let waiting: Waiting
    /// The parts of the administration that the reader may look at.
    var admin: [AdminTab] = []
    /// Objects that the reader may create records of.
    var creatable: Set<String> = []

    func sidebar() -> String {
        var html = HTMLWriter(capacity: 8192)
        html.raw("<div class=\"sidebar-group\">")
        link(&html, "/", "home", texts["shell.home", language])
        link(
            &html, "/inbox", "inbox", texts["shell.inbox", language],
            count: waiting.tasks, look: "count count-hot", live: "tasks")
        link(
            &html, "/alerts", "bell", texts["shell.alerts", language],
            count: waiting.alerts, look: "count", live: "alerts")
        html.raw("</div>")
        for group in navigation.groups {
            html.raw("<div class=\"sidebar-group\"><h2>")
            html.text(bundle.label(.pack(group.pack), language))
            html.raw("</h2>")
            for object in group.objects {
                link(
                    &html, "/o/\(object.name)", Icons.name(forObject: object.name),
                    bundle.label(.plural(object.name), language),
                    one: creatable.contains(object.name)
                        ? bundle.label(.object(object.name), language) : nil)
            }
            html.raw("</div>")
        }
        html.raw("<div class=\"sidebar-group\"><h2>")
        html.text(texts["shell.workspace", language])
        html.raw("</h2>")
        link(&html, "/bin", "trash", texts["bin.title", language])
        link(&html, "/packs", "pack", texts["shell.packs", language])
        if !admin.isEmpty {
            link(&html, "/admin", "settings", texts["shell.admin", language])
        }
        html.raw("</div>")
        morePlaces(&html)
        return html.string
    }

    /// Where the palette leads besides, with other words that people look for.
    private func morePlaces(_ html: inout HTMLWriter) {
        html.raw("<template data-places>")
        for tab in admin {
            html.raw("<a")
            html.attribute("href", tab.address)
            html.attribute("data-words", texts["admin.\(tab.rawValue)_words", language])
            html.raw(">")
            html.html(icons[tab.icon])
            html.raw("<span class=\"cut\">")
            html.text(texts["admin.\(tab.rawValue)", language])
            html.raw("</span></a>")
        }
        html.raw("</template>")
    }

    func bottom() -> String {
        var html = HTMLWriter(capacity: 1024)
        let objects = navigation.objects
        let main = objects.first { Icons.name(forObject: $0.name) == "target" } ?? objects.first
        small(&html, "/", "home", texts["shell.home", language])
        small(
            &html, "/inbox", "inbox", texts["shell.inbox", language],
            count: waiting.tasks, live: "tasks")
        if let main {
            small(
                &html, "/o/\(main.name)", Icons.name(forObject: main.name) ?? "list",
                bundle.label(.plural(main.name), language))
        }
        small(
            &html, "/alerts", "bell", texts["shell.alerts", language],
            count: waiting.alerts, live: "alerts")
        return html.string
    }

    private func isHere(_ address: String) -> Bool {
        address == "/" ? path == "/" : path == address || path.hasPrefix(address + "/")
    }

    private func link(
        _ html: inout HTMLWriter, _ address: String, _ icon: String?, _ label: String,
        one: String? = nil, count: Int = 0, look: String = "count", live: String? = nil
    ) {
        html.raw("<a class=\"nav-link\"")
        html.attribute("href", address)
        // What the palette calls a new one.
        if let one { html.attribute("data-one", one) }
        if isHere(address) { html.raw(" aria-current=\"page\"") }
        html.raw(">")
        if let icon {
            html.html(icons[icon])
        } else {
            html.raw("<span aria-hidden=\"true\"")
            html.attribute("class", "nav-letter \(Hue.of(label).cssClass)")
            html.raw(">")
            html.text(String(label.prefix(1)))
            html.raw("</span>")
        }
        html.raw("<span class=\"cut\">")
        html.text(label)
        html.raw("</span>")
        if let live { self.count(&html, count, of: live, look: look) }
        html.raw("</a>")
    }

    /// Stands there even when nothing waits, so that `counts.js` can show what comes.
    private func count(_ html: inout HTMLWriter, _ count: Int, of topic: String, look: String) {
        html.raw("<span")
        html.attribute("class", look)
        html.attribute("data-count", topic)
        html.raw(count == 0 ? " hidden>" : ">")
        html.text(String(count))
        html.raw("</span>")
    }

    private func small(
        _ html: inout HTMLWriter, _ address: String, _ icon: String, _ label: String,
        count: Int = 0, live: String? = nil
    ) {
        html.raw("<a")
        html.attribute("href", address)
        if isHere(address) { html.raw(" aria-current=\"page\"") }
        html.raw(">")
        html.html(icons[icon])
        html.raw("<span class=\"cut\">")
        html.text(label)
        html.raw("</span>")
        if let live { self.count(&html, count, of: live, look: "count count-hot") }
        html.raw("</a>")
    }
}
