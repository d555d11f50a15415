import TidegateModel
import TidegateRules

/// The table that makes several children at once, worded.
struct FillView {
    let wording: Wording
    let table: FillTable
    var typed: [RecordID: [String: String]] = [:]

    private var plan: FillPlan { table.plan }

    func model() -> [String: Any] {
        let rows = table.rows.map(row)
        let target = target()
        return [
            "collection": plan.collection.name,
            "columns": plan.columns.map { slot in
                [
                    "label": wording.label(plan.source.fields[slot], plan.source),
                    "is_number": isNumber(plan.source.fields[slot]),
                ] as [String: Any]
            },
            "inputs": plan.inputs.map { slot in
                // One column of that name stands among the order's own already.
                let label =
                    plan.inputs.count == 1
                    ? wording("fill.put_in") : wording.label(plan.child.fields[slot], plan.child)
                return ["label": label] as [String: Any]
            },
            "has_supply": plan.supply != nil,
            "supply_label": plan.supply.map {
                wording.label($0.object.fields[$0.amount], $0.object)
            } ?? "",
            "rows": rows, "has_ceiling": !plan.ceilings.isEmpty && !isAllIn, "is_all_in": isAllIn,
            "lines": wording.label(.field(table.record.object.name, plan.collection.name)),
            "inside_label": wording(
                "fill.inside", ["object": wording.label(table.record.object)]),
            "to": target?.name ?? "", "has_to": target != nil,
            "to_label": target.map {
                wording(
                    "fill.put_in_and", ["stage": wording.stage($0.name, table.record.object)])
            } ?? "",
            "heading": wording(
                "fill.heading", ["source": wording.plural(plan.source)]),
        ]
    }

    /// Nothing is left to fill in.
    private var isAllIn: Bool {
        table.rows.allSatisfy { row in plan.inputs.allSatisfy { table.left(row, $0) == .zero } }
    }

    private func row(_ row: Record) -> [String: Any] {
        [
            "id": "\(row.id)",
            "cells": plan.columns.map { slot in
                let field = plan.source.fields[slot]
                return [
                    "text": wording.value(of: row, slot),
                    "is_number": isNumber(field), "is_lead": slot == plan.columns.first,
                ] as [String: Any]
            },
            "inside": inside(row), "supply": supply(row),
            "is_short": isShort(row),
            "inputs": plan.inputs.map { slot in
                let field = plan.child.fields[slot]
                let left = table.left(row, slot)
                return [
                    "name": FillTable.input(row, field),
                    "label": wording.label(field, plan.child) + " · "
                        + rowTitle(row),
                    "raw": typed[row.id]?[field.name] ?? "",
                    "left": left.map { "\($0)" } ?? "", "has_left": left != nil,
                    "is_done": left == .zero,
                    "mode": field.type.kind == .integer ? "numeric" : "decimal",
                ] as [String: Any]
            },
        ]
    }

    private func rowTitle(_ row: Record) -> String {
        let slot = plan.columns.first ?? 0
        return wording.value(of: row, slot)
    }

    private func supply(_ row: Record) -> String {
        guard let supply = plan.supply else { return "" }
        let there = row[supply.thingOfRow].reference.flatMap { table.supply[$0] } ?? .none
        let text = wording.value(there, supply.object.fields[supply.amount], supply.object)
        return text.isEmpty ? "—" : text
    }

    /// Whether there is less than what is left to fill in.
    private func isShort(_ row: Record) -> Bool {
        guard let supply = plan.supply, let input = plan.inputs.first,
            let left = table.left(row, input)
        else { return false }
        let there = row[supply.thingOfRow].reference.flatMap { table.supply[$0] }?.decimal
        return (there ?? .zero) < left
    }

    private func inside(_ row: Record) -> String {
        guard let input = plan.inputs.first else { return "" }
        let sum = (table.inside[row.id] ?? []).compactMap { $0[input].decimal }
            .reduce(Decimal.zero) { $0.adding($1) ?? $0 }
        return sum == .zero ? "" : "\(sum)"
    }

    /// Where the record can go on to once it is filled: the aim of its pipeline.
    private func target() -> Stage? {
        guard let pipeline = table.pipeline else { return nil }
        let here = table.record[pipeline.slot].text
        return pipeline.stages.first {
            $0.isFinal && !StageView.isBad($0, in: pipeline)
                && !pipeline.way(from: here, to: $0.name).isEmpty
        }
    }

    private func isNumber(_ field: Field) -> Bool {
        [.integer, .decimal].contains(field.type.kind)
    }
}
