import TidegateModel
import TidegateRules

/// What the template of a board is filled with.
struct BoardView {
    let wording: Wording
    let reading: BoardReading
    /// Whose search and condition narrow what is shown.
    let address: ListAddress
    let bar: ListBar

    private var object: Object { reading.object }

    func model() -> [String: Any] {
        bar.model.merging(["lanes": reading.lanes.map(lane)]) { _, new in new }
    }

    private func lane(_ lane: BoardReading.Lane) -> [String: Any] {
        let isBad = StageView.isBad(lane.stage, in: reading.pipeline)
        let label = wording.stage(lane.stage.name, object)
        let amount = reading.amount.map { wording.value(lane.sum, object.fields[$0], object) } ?? ""
        return [
            "name": lane.stage.name, "label": label, "count": "\(lane.count)",
            // Of what a whole column comes to the head has room for the whole part.
            "sum": String(amount.prefix { $0 != "." }),
            "has_sum": !amount.isEmpty && lane.count > 0,
            "sum_label": reading.amount.map { slot in
                "\(wording.label(object.fields[slot], object)): \(amount)"
            } ?? "",
            "dot": lane.stage.isFinal ? isBad ? "dot-bad" : "dot-good" : "dot-accent",
            "next": lane.stage.next.joined(separator: " "),
            "is_bad": isBad,
            "cards": zip(lane.cards, lane.titles).map { card($0, $1, lane.stage) },
            "has_more": lane.hasMore, "is_empty": lane.cards.isEmpty,
            "more": more(lane),
        ]
    }

    /// Cents say nothing about a column of deals.
    private static func short(_ amount: String) -> String {
        amount.hasSuffix(".00") ? String(amount.dropLast(3)) : amount
    }

    private func more(_ lane: BoardReading.Lane) -> String {
        let size = lane.cards.count + ServerLimits.columnCards
        let text = address.text
        return "\(text)\(text.contains("?") ? "&" : "?")size.\(lane.stage.name)=\(size)"
    }

    private func card(_ record: Record, _ title: String, _ stage: Stage) -> [String: Any] {
        let (code, name) = names(record, title)
        let owner = slot { field in
            field.type.isPerson
        }
        let about = slot { field in
            field.type.target != nil && !field.type.isPerson
        }
        let day = slot { $0.type == .date && $0.isWritable }
        let amount = text(reading.amount, record)
        let person = text(owner, record)
        return [
            "id": "\(record.id)", "address": record.place.page,
            "version": "\(record.version)", "title": name, "code": code,
            "has_code": !code.isEmpty, "about": text(about, record),
            "has_about": !text(about, record).isEmpty, "amount": Self.short(amount),
            "has_amount": !amount.isEmpty, "day": text(day, record),
            "has_day": !text(day, record).isEmpty,
            "is_late": late(day, record) && !stage.isFinal, "person": person,
            "has_person": !person.isEmpty, "initials": person.initials,
            "hue": Hue.of(person).cssClass,
            "full_title": title,
            "move_label": wording("board.move", ["title": title]),
            "targets": reading.pipeline.stages.filter { $0.name != stage.name }.map { target in
                [
                    "name": target.name, "label": wording.stage(target.name, object),
                    "is_next": stage.next.contains(target.name),
                ] as [String: Any]
            },
        ]
    }

    /// The number apart from the name, where the title begins with it.
    private func names(_ record: Record, _ title: String) -> (code: String, name: String) {
        let number = slot { if case .autonumber = $0.type { true } else { false } }
        let code = number.flatMap { record[$0].text } ?? ""
        guard !code.isEmpty, title.hasPrefix(code + " ") else {
            return ("", title.isEmpty ? "\(record.id)" : title)
        }
        return (code, String(title.dropFirst(code.count + 1)))
    }

    private func slot(_ isMeant: (Field) -> Bool) -> Int? {
        (0..<object.firstSystemSlot).first {
            !reading.hidden.contains($0) && isMeant(object.fields[$0])
        }
    }

    private func text(_ slot: Int?, _ record: Record) -> String {
        slot.map { wording.value(of: record, $0) } ?? ""
    }

    private func late(_ slot: Int?, _ record: Record) -> Bool {
        guard let slot, case .date(let day) = record[slot] else { return false }
        return day < wording.now.day
    }
}
