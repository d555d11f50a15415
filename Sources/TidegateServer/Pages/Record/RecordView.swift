import TidegateEngine
import TidegateModel
import TidegateRules

/// What the template of a record's page is filled with.
struct RecordView {
    let wording: Wording
    let reading: RecordReading
    let actor: Actor
    let table: FillTable?

    private var object: Object { reading.object }
    private var record: Record { reading.record }

    var title: String { reading.title.isEmpty ? "\(record.id)" : reading.title }

    /// Where the way to it leads: to the record that it is a line of, else to the list.
    var parent: Crumb {
        for slot in object.fields.indices where Navigation.isDetail(object) {
            let type = object.fields[slot].type
            guard type.isOwned, let target = type.target, let id = record[slot].reference,
                let name = wording.names[id]
            else { continue }
            return Crumb(name, RecordPlace(target, id).page)
        }
        return Crumb(wording.plural(object), "/o/\(object.name)")
    }

    func model() -> [String: Any] {
        let fields = FieldView(
            wording: wording, record: record, rights: reading.rights, approvals: reading.approvals)
        let stages = StageView(
            wording: wording, reading: reading,
            gates: GateView(wording: wording, record: record, fields: fields))
        let path = stages.path()
        let approvals = ApprovalView(
            wording: wording, actor: actor, mayChange: reading.rights.mayUpdate
        ).cards(reading.approvals, of: record)
        let events = TimelineView(
            wording: wording, object: object, pipeline: reading.pipeline
        ).events(reading.history, mails: reading.mails)
        let next = stages.next()
        let guide = stages.guide()
        let actions = actions(fields.again)
        // Ends that can still be come to, or where it came to.
        let isOver = reading.outlook.isEmpty
        let exits = path.filter {
            $0["is_bad"] as? Bool == true && (!isOver || $0["is_current"] as? Bool == true)
        }
        return [
            "object": object.name, "object_label": wording.label(object),
            "object_plural": wording.plural(object), "id": "\(record.id)",
            "version": "\(record.version)", "here": record.place.page,
            "mark": mark, "mark_hue": Hue.of(object.label).cssClass,
            "deleted": wording("record.deleted", ["name": reading.title]),
            "delete_title": wording("record.delete_title", ["title": reading.title]),
            "list_address": "/o/\(object.name)",
            "has_board": reading.pipeline != nil,
            "stages": path.filter { $0["is_bad"] as? Bool != true },
            "exits": exits, "has_exits": !exits.isEmpty, "has_path": !path.isEmpty,
            "guide": guide, "has_guide": !guide.isEmpty, "next": next, "has_next": !next.isEmpty,
            "several_next": next.count > 1, "fields": fields.rows(),
            "related": reading.related.map(related), "approvals": approvals,
            "has_approvals": !approvals.isEmpty, "events": events,
            "more_events": reading.hasMoreHistory,
            "alerts": reading.alerts.map(alert), "has_alerts": !reading.alerts.isEmpty,
            "actions": actions, "has_actions": !actions.isEmpty,
            "shown_actions": shown(actions), "parts": parts,
            "may_delete": reading.rights.mayDelete,
            "locked": reading.rights.whyNot.map { wording.speech($0) } ?? "",
            "is_locked": reading.rights.whyNot != nil,
            "shares": reading.shares.map(share), "may_share": reading.rights.mayShare,
            // A line of another record is seen by whoever sees that.
            "has_shares": !reading.shares.isEmpty
                || (reading.rights.mayShare && !Navigation.isDetail(object)),
            "fill": table.map { FillView(wording: wording, table: $0).model() } ?? [:],
            "has_fill": table != nil,
        ]
    }

    private func alert(_ alert: Record) -> [String: Any] {
        let (name, level) = (alert["name"].text ?? "", alert["level"].text ?? "")
        return [
            "title": wording.bundle.title(ofAlert: alert, in: wording.language),
            "level": wording.label(.level(alert: name, level)),
            "class": level == "critical" ? "banner-bad" : "banner-warn",
            "since": alert["created_at"].instant.map(wording.moment) ?? [:],
        ]
    }

    private func actions(_ again: AskedAgain) -> [[String: Any]] {
        reading.rights.actions.map { action in
            let note = again.note(onAction: action)
            return [
                "name": action.name, "label": wording.label(.action(object.name, action.name)),
                "can": action.canPress,
                "why": wording.speech(action.speech, or: action.why ?? ""),
                "note": note, "has_note": !note.isEmpty,
            ]
        }
    }

    private func share(_ share: Share) -> [String: Any] {
        let (id, kind): (RecordID, String) =
            switch share.holder {
            case .user(let id): (id, "user")
            case .team(let id): (id, "team")
            }
        let name = wording.names[id] ?? "\(id)"
        return [
            "holder": "\(id)", "kind": kind, "name": name, "initials": name.initials,
            "hue": Hue.of(name).cssClass, "level": wording("share.\(share.level.rawValue)"),
            "end_label": wording("share.end", ["who": name]),
        ]
    }

    /// Two that can be pressed now stand in the open; the rest is in the menu, with why not.
    private func shown(_ actions: [[String: Any]]) -> [[String: Any]] {
        actions.filter { $0["can"] as? Bool == true }.prefix(2).map { action in
            var action = action
            action["is_main"] = reading.outlook.isEmpty
            return action
        }
    }

    private var mark: String {
        Icons.name(forObject: object.name).map { wording.icons[$0] }
            ?? wording.icons["list"]
    }

    // MARK: Related lists

    private func related(_ related: RecordReading.Related) -> [String: Any] {
        let slots = columns(of: related)
        let all = address(ofAll: related)
        let hues = ChoiceHues(related.object, wording.bundle)
        return [
            "name": related.collection.name,
            "label": wording.label(.field(object.name, related.collection.name)),
            "row_label": wording.label(related.object), "count": "\(related.count)",
            "is_empty": related.records.isEmpty,
            "columns": slots.map { slot in
                let field = related.object.fields[slot]
                return [
                    "label": wording.label(field, related.object),
                    "is_number": [.integer, .decimal].contains(field.type.kind),
                ] as [String: Any]
            },
            "rows": zip(related.records, related.titles).map { record, title in
                [
                    "address": record.place.page,
                    "title": title.isEmpty ? "\(record.id)" : title,
                    "cells": slots.map { cell(record, $0, hues) },
                ] as [String: Any]
            },
            "add": addAddress(related),
            "may_add": related.mayAdd, "all": all ?? "",
            "more": all != nil && related.count > Int64(related.records.count),
        ]
    }

    private func addAddress(_ related: RecordReading.Related) -> String {
        "/o/\(related.object.name)/new?\(related.collection.field)=\(record.id)"
            + (Navigation.isDetail(related.object) ? "&next=\(record.place.page)" : "")
    }

    /// What takes a part of this record while it is on its way, such as a parcel of an order: beside
    /// an action that takes all of it there is the way to a part.
    private var parts: [[String: Any]] {
        guard let pipeline = reading.pipeline,
            record[pipeline.slot].text.flatMap(pipeline.stage)?.isFinal == false
        else { return [] }
        return reading.related.filter { related in
            related.mayAdd
                && FillPlan.plans(for: related.object, in: wording.bundle).contains { plan in
                    guard let target = related.object.fields[plan.owner].type.target
                    else { return false }
                    return target == object.name
                }
        }.map {
            [
                "add": addAddress($0),
                "part_label": wording("record.in_part", ["name": wording.label($0.object)]),
            ]
        }
    }

    /// The list of all of them, by a field of this record that no other has the value of.
    private func address(ofAll related: RecordReading.Related) -> String? {
        let field = object.fields.indices.first { slot in
            if case .autonumber = object.fields[slot].type { return true }
            return object.uniques.contains([object.fields[slot].name])
        }
        guard let field, let text = record[field].text, !text.contains("'"), !text.contains("\\")
        else { return nil }
        let path = "\(related.collection.field).\(object.fields[field].name)"
        return "/o/\(related.object.name)?where=" + QueryText.encoded("\(path) == '\(text)'")
    }

    /// What a row shows beside its title: not the way back, nor what the title says already.
    private func columns(of related: RecordReading.Related) -> [Int] {
        let object = related.object
        let slots = (0..<object.firstSystemSlot).filter { slot in
            let field = object.fields[slot]
            guard !related.hidden.contains(slot), field.name != related.collection.field,
                !object.title.contains("{\(field.name)}")
            else { return false }
            return related.records.isEmpty || related.records.contains { !$0.slots[slot].isMissing }
        }
        // Where it stands comes first: on a narrow page the last columns are left out.
        let state = slots.first { object.fields[$0].type.word == "choice" }
        return Array(
            ([state].compactMap(\.self) + slots.filter { $0 != state })
                .prefix(ServerLimits.relatedColumns))
    }

    private func cell(_ record: Record, _ slot: Int, _ hues: ChoiceHues) -> [String: Any] {
        let field = record.object.fields[slot]
        let text = wording.value(of: record, slot)
        let isChoice = field.type.choices != nil
        return [
            "text": text, "is_empty": text.isEmpty, "is_tag": isChoice && !text.isEmpty,
            "hue": isChoice ? hues[slot, record[slot].text ?? ""].cssClass : "",
            "is_number": [.integer, .decimal].contains(field.type.kind),
        ]
    }
}
