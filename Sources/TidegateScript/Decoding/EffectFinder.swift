import TidegateModel
import TidegateRules

/// Works out, once at loading, which records of other objects a changed record touches.
struct EffectFinder {
    let context: DecodingContext
    private let rollups: [(parent: Object, field: FieldExpression)]
    private let alerts: [Alert]
    private let approvals: [Approval]

    init(context: DecodingContext, rules: BundleCompiler.RuleSet) {
        self.context = context
        rollups = context.schema.objects.flatMap { object in
            FieldExpressions(context: context, object: object).rollups().map { (object, $0) }
        }
        alerts = rules.alerts
        approvals = rules.approvals
    }

    func effects(of object: Object) -> ObjectRules.Effects {
        ObjectRules.Effects(
            rollups: parentRollups(object), alerts: watched(object), freezes: freezes(object))
    }

    private func parentRollups(_ child: Object) -> [ObjectRules.ParentRollups] {
        var found: [ObjectRules.ParentRollups] = []
        for (parent, field) in rollups {
            for collection in parent.children
            where collection.object == child.name && field.expression.reads(collection) {
                guard let slot = child.slot(of: collection.field) else { continue }
                if let index = found.firstIndex(where: { $0.parent === parent && $0.slot == slot })
                {
                    found[index].fields.append(field)
                } else {
                    found.append(.init(parent: parent, slot: slot, fields: [field]))
                }
            }
        }
        return found
    }

    private func watched(_ changed: Object) -> [ObjectRules.WatchedAlert] {
        alerts.flatMap { alert -> [ObjectRules.WatchedAlert] in
            guard let object = context.schema[alert.object] else { return [] }
            let conditions = [alert.raise, alert.clear] + alert.levels.compactMap(\.when)
            let references = object.fields.indices.filter { slot in
                object.fields[slot].type.target == changed.name
                    && conditions.contains { $0.follows(slot, to: changed) }
            }
            let parents = object.children.filter { collection in
                collection.object == changed.name && conditions.contains { $0.reads(collection) }
            }
            return references.map {
                .init(alert: alert, object: object, way: .referringTo(slot: $0))
            }
                + parents.compactMap { collection in
                    changed.slot(of: collection.field).map {
                        .init(alert: alert, object: object, way: .parent(slot: $0))
                    }
                }
        }
    }

    private func freezes(_ child: Object) -> [ObjectRules.ParentFreeze] {
        approvals.flatMap { approval -> [ObjectRules.ParentFreeze] in
            guard let parent = context.schema[approval.object] else { return [] }
            return parent.children.filter {
                $0.object == child.name && approval.freezeCollections.contains($0.name)
            }.compactMap { collection in
                child.slot(of: collection.field).map {
                    .init(approval: approval, parent: parent, slot: $0)
                }
            }
        }
    }
}
