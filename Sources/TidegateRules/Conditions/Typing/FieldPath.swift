import TidegateModel

/// Where a value is found: from the record over references to a field.
package struct FieldPath: Sendable {
    package enum Root: Sendable {
        case record, old
        /// The User record of the actor.
        case me
    }

    package struct Hop: Sendable {
        /// The reference's slot in the object before.
        package let slot: Int
        package let target: Object
    }

    package let root: Root
    /// The object of the record the path starts at.
    package let start: Object
    package let hops: [Hop]
    /// The field at the end; `nil`: the record's own id.
    package let slot: Int?

    /// The object that has the field at the end.
    package var object: Object { hops.last?.target ?? start }
    package var field: Field? { slot.map { object.fields[$0] } }
    /// The reference that leads to the object at the end; `nil` without one.
    package var reference: FieldPath? {
        hops.last.map {
            FieldPath(root: root, start: start, hops: hops.dropLast(), slot: $0.slot)
        }
    }
    /// Read from the record itself, without asking the source.
    package var isOwnField: Bool { root == .record && hops.isEmpty && slot != nil }

    package var type: ExpressionType {
        field.map { ExpressionType($0.type) } ?? .reference(object.name)
    }

    package var text: String {
        var names: [String] = []
        switch root {
        case .record: break
        case .old: names.append("old")
        case .me: names.append("me()")
        }
        var before = start
        for hop in hops {
            names.append(before.fields[hop.slot].name)
            before = hop.target
        }
        names.append(field?.name ?? "id")
        return names.joined(separator: ".")
    }

    /// The path over the reference at the end of this one to a field of what it points at.
    func following(to target: Object, slot next: Int?) -> FieldPath {
        guard let slot else { return FieldPath(root: root, start: start, hops: hops, slot: next) }
        return FieldPath(
            root: root, start: start, hops: hops + [Hop(slot: slot, target: target)], slot: next)
    }
}

/// A field a condition depends on: when it changes, the condition may say something else.
public struct Dependency: Hashable, Sendable {
    public let object: String
    public let field: String

    public init(object: String, field: String) {
        self.object = object
        self.field = field
    }
}
