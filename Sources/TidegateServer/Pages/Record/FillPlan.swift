import TidegateModel
import TidegateRules

/// How several children of a record can be made in one table, worked out from what packs declare.
///
/// A parcel belongs to an order, its lines belong to the parcel, and each of them refers to a line of
/// the order: so the order's lines are the rows, and what a parcel's line needs is the input in each
/// row. Nothing here knows of parcels.
struct FillPlan {
    /// `lines` of the parcel.
    var collection: ChildrenField
    var child: Object
    /// What a child refers to, a row each: the order's lines.
    var source: Object
    /// The child's reference to the row.
    var reference: Int
    /// The row's reference to what the record refers to as well: the order.
    var shared: Int
    /// The record's reference to it.
    var owner: Int
    /// The child's fields a person fills in.
    var inputs: [Int]
    /// By input, the row's field that bounds it; from a validation such as
    /// `quantity <= order_line.open`.
    var ceilings: [Int: Int]

    /// What there is of a row's product at the record's warehouse.
    var supply: Supply?

    /// An object with one record for each pair of what a row and what the record refers to, such as the
    /// stock of a product in a warehouse.
    struct Supply: Sendable {
        var object: Object
        /// How much: the first number it has.
        var amount: Int
        /// Its reference to what the row refers to, and the row's.
        var thing: Int
        var thingOfRow: Int
        /// Its reference to what the record refers to, and the record's.
        var place: Int
        var placeOfRecord: Int
    }

    /// The row's fields that are not there for the reader.
    var hidden: Set<Int> = []

    /// The row's fields worth showing: what it is called by, and numbers of the inputs' kinds.
    var columns: [Int] {
        let kinds = Set(inputs.map { child.fields[$0].type.kind })
        return (0..<source.firstSystemSlot).filter { slot in
            guard slot != shared, !hidden.contains(slot) else { return false }
            switch source.fields[slot].type {
            case .integer, .decimal: return kinds.contains(source.fields[slot].type.kind)
            case .reference, .text, .autonumber: return true
            case .choice, .multichoice, .money, .percent, .boolean, .date, .datetime, .duration,
                .email, .emails, .phone, .phones, .url, .geopoint, .json, .currency:
                return false
            }
        }
    }

    /// The plan for someone with these rights; `nil` when a field it cannot do without is not there
    /// for them.
    func seen(by book: AccessBook) -> FillPlan? {
        let (children, rows) = (book[child], book[source])
        let needed = Set(
            inputs + [reference] + [child.slot(of: collection.field)].compactMap(\.self))
        guard !children.create.isNever, rows.isKnown, children.hidden.isDisjoint(with: needed),
            !rows.hidden.contains(shared)
        else { return nil }
        var plan = self
        plan.hidden = rows.hidden
        plan.ceilings = ceilings.filter { !rows.hidden.contains($0.value) }
        plan.supply = supply.flatMap { supply in
            let seen = book[supply.object]
            let isSeen =
                seen.isKnown && !rows.hidden.contains(supply.thingOfRow)
                && seen.hidden.isDisjoint(with: [supply.amount, supply.thing, supply.place])
            return isSeen ? supply : nil
        }
        return plan
    }

    /// The plans for the collections of an object; empty for most.
    static func plans(for object: Object, in bundle: Bundle) -> [FillPlan] {
        object.children.compactMap { plan(for: $0, of: object, in: bundle) }
    }

    private static func plan(
        for collection: ChildrenField, of object: Object, in bundle: Bundle
    ) -> FillPlan? {
        guard let child = bundle.schema[collection.object], let rules = bundle.rules(of: child)
        else { return nil }
        for reference in 0..<child.firstSystemSlot
        where child.fields[reference].isWritable && child.fields[reference].name != collection.field
        {
            guard let source = rules.target(of: reference), source !== object,
                let (shared, owner) = shared(source, object)
            else { continue }
            let inputs = inputs(of: child)
            guard !inputs.isEmpty else { continue }
            return FillPlan(
                collection: collection, child: child, source: source, reference: reference,
                shared: shared, owner: owner, inputs: inputs,
                ceilings: ceilings(inputs, reference, rules),
                supply: supply(of: source, at: object, in: bundle.schema))
        }
        return nil
    }

    /// A reference of both to the same object, which a row cannot do without.
    private static func shared(_ source: Object, _ object: Object) -> (Int, Int)? {
        for slot in 0..<source.firstSystemSlot where source.fields[slot].isRequired {
            guard let target = source.fields[slot].type.target else { continue }
            let owner = (0..<object.firstSystemSlot).first { slot in
                object.fields[slot].isRequired && object.fields[slot].type.target == target
            }
            if let owner { return (slot, owner) }
        }
        return nil
    }

    private static func supply(
        of source: Object, at object: Object, in schema: Schema
    ) -> Supply? {
        func reference(_ slot: Int, of other: Object) -> String? {
            other.fields[slot].type.target
        }
        func slot(of other: Object, to target: String) -> Int? {
            (0..<other.firstSystemSlot).first { reference($0, of: other) == target }
        }
        for level in schema.objects {
            guard
                let amount = (0..<level.firstSystemSlot).first(where: {
                    [.integer, .decimal].contains(level.fields[$0].type.kind)
                })
            else { continue }
            for key in level.uniques where key.count == 2 {
                let slots = key.compactMap(level.slot)
                for (thing, place) in zip(slots, slots.reversed()) {
                    guard let one = reference(thing, of: level),
                        let other = reference(place, of: level), one != other,
                        let thingOfRow = slot(of: source, to: one),
                        let placeOfRecord = slot(of: object, to: other)
                    else { continue }
                    return Supply(
                        object: level, amount: amount, thing: thing, thingOfRow: thingOfRow,
                        place: place, placeOfRecord: placeOfRecord)
                }
            }
        }
        return nil
    }

    private static func inputs(of child: Object) -> [Int] {
        (0..<child.firstSystemSlot).filter { slot in
            let field = child.fields[slot]
            guard field.isRequired, field.isWritable else { return false }
            return field.type.kind != .reference
        }
    }

    private static func ceilings(
        _ inputs: [Int], _ reference: Int, _ rules: ObjectRules
    ) -> [Int: Int] {
        var found: [Int: Int] = [:]
        for validation in rules.validations where validation.kind == .block {
            guard case .condition(let condition) = validation.must else { continue }
            for input in inputs {
                if let ceiling = condition.ceiling(of: input), ceiling.reference == reference {
                    found[input] = ceiling.slot
                }
            }
        }
        return found
    }
}
