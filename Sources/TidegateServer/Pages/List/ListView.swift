import TidegateEngine
import TidegateModel
import TidegateRules

/// What the template of a list needs.
struct ListView {
    let address: ListAddress
    let columns: ListColumns
    let wording: Wording
    /// `nil` when the condition is wrong: then nothing was asked.
    let found: ListPage?
    /// Records referred to whose fields are columns too.
    let beside: [RecordID: Record]
    /// Whether the reader can load files into the object.
    let mayImport: Bool
    let bar: ListBar

    private var object: Object { columns.object }

    var model: [String: Any] {
        let records = found?.records ?? []
        var table = TableWriter(columns, wording, beside)
        table.asOf = address.asOf
        var model: [String: Any] = [
            "list_address": "/o/\(object.name)", "may_import": mayImport,
            "chosen_columns": (address.columns ?? []).joined(separator: ","),
            "nothing_yet_more": nothingYet,
            "headings": headings, "rows": table.rows(records, titles: found?.titles ?? []),
            "has_rows": !records.isEmpty, "is_empty": found != nil && records.isEmpty,
            "column_choices": columnChoices,
            "download_shown": address.exported("xlsx", allFields: false),
            "download_all": address.exported("xlsx", allFields: true),
            "download_csv": address.exported("csv", allFields: true),
            "totals": totalsAddress, "footer": footer, "has_footer": !records.isEmpty,
        ]
        model.merge(bar.model) { _, new in new }
        if address.before > 0 { model["first"] = address.start.text }
        if let place = found?.next {
            model["next"] = address.next(place, showing: records.count).text
        }
        model["has_pages"] = address.before > 0 || found?.next != nil
        let range = records.isEmpty ? "" : "\(address.before + 1)–\(address.before + records.count)"
        model["range"] = range
        model["range_of"] =
            total.map { wording("js.list.range", ["range": range, "count": $0]) } ?? range
        if let total { model["count"] = total }
        return model
    }

    /// What the reader can do about an empty list.
    private var nothingYet: String {
        switch (bar.mayCreate, mayImport) {
        case (true, true): wording("list.nothing_yet_both")
        case (true, false): wording("list.nothing_yet_create")
        case (false, true): wording("list.nothing_yet_import")
        case (false, false): ""
        }
    }

    // MARK: Columns

    private var headings: String {
        var html = HTMLWriter(capacity: 2048)
        let title = columns.titleField?.name
        heading(&html, wording.label(object), title, isNumber: false)
        for slot in columns.slots {
            let field = object.fields[slot]
            heading(
                &html, wording.label(field, object), field.name, isNumber: field.type.isNumber)
        }
        for beside in columns.besides {
            let field = beside.object.fields[beside.slot]
            heading(&html, wording.label(field, beside.object), nil, isNumber: true)
        }
        return html.string
    }

    /// - Parameter name: of the field to sort by; `nil`: the column cannot be sorted by.
    private func heading(
        _ html: inout HTMLWriter, _ label: String, _ name: String?, isNumber: Bool
    ) {
        html.raw(isNumber ? "<th scope=\"col\" class=\"number\"" : "<th scope=\"col\"")
        guard let name else {
            html.raw(">")
            html.text(label)
            return html.raw("</th>")
        }
        let isUp = address.sort.first == name
        let isDown = address.sort.first == "-" + name
        if isUp { html.raw(" aria-sort=\"ascending\"") }
        if isDown { html.raw(" aria-sort=\"descending\"") }
        html.raw("><a")
        html.attribute("href", address.sorted(by: name, descending: isUp).text)
        html.raw(">")
        html.text(label)
        if isUp || isDown { html.html(wording.icons[isUp ? "arrow-up" : "arrow-down"]) }
        html.raw("</a></th>")
    }

    /// Every field with whether it is a column, the columns first and in their order.
    private var columnChoices: String {
        var html = HTMLWriter(capacity: 8192)
        let others = columns.possible.filter { !columns.slots.contains($0) }
        for slot in columns.slots + others {
            let label = wording.label(object.fields[slot], object)
            html.raw("<li class=\"column-choice\"><label class=\"check\"><input type=\"checkbox\"")
            html.attribute("value", object.fields[slot].name)
            html.raw(columns.slots.contains(slot) ? " checked><span>" : "><span>")
            html.text(label)
            html.raw("</span></label><span class=\"row\">")
            arrow(&html, "data-up", "arrow-up", "\(label): \(wording("list.move_up"))")
            arrow(&html, "data-down", "arrow-down", "\(label): \(wording("list.move_down"))")
            html.raw("</span></li>")
        }
        return html.string
    }

    private func arrow(
        _ html: inout HTMLWriter, _ action: StaticString, _ icon: String, _ label: String
    ) {
        html.raw("<button class=\"button button-quiet button-icon button-small\" type=\"button\" ")
        html.raw(action)
        html.attribute("aria-label", label)
        html.raw(">")
        html.html(wording.icons[icon])
        html.raw("</button>")
    }

    // MARK: Figures

    /// Known at once when the list has one page.
    private var total: String? {
        guard let found, found.next == nil else { return nil }
        return String(address.before + found.records.count).groupedDigits
    }

    private var totalsAddress: String {
        guard total == nil || (address.before > 0 && !columns.sums.isEmpty) else { return "" }
        var address = address.start
        address.columns = columns.slots.map { object.fields[$0].name }
        return address.text.replacing("/o/\(object.name)", with: "/o/\(object.name)/totals")
    }

    /// Under each column what it comes to, where it comes to something.
    private var footer: [[String: Any]] {
        columns.slots.map { slot in
            let field = object.fields[slot]
            guard field.isSummed else { return ["is_sum": false] }
            var cell: [String: Any] = [
                "is_sum": true, "name": field.name, "label": wording.label(field, object),
            ]
            cell["sum"] = sum(slot)
            return cell
        } + columns.besides.map { _ in ["is_sum": false] }
    }

    /// Of the records at hand, when they are all there are.
    private func sum(_ slot: Int) -> String? {
        guard let found, found.next == nil, address.before == 0 else { return nil }
        let field = object.fields[slot]
        let sum = found.records.reduce(
            Optional(Decimal.zero.rescaled(to: field.type.scale) ?? .zero)
        ) {
            $0?.adding($1[slot].decimal ?? .zero)
        }
        return sum.map {
            ValueText(language: wording.language, texts: wording.texts)(.decimal($0), field.type)
        }
    }
}
