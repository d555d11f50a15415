/// `reference "account" { to = "Account", on_delete = "cascade" }`; `to = "*"` leads to a record of any
/// object.
///
/// Files, forms and commands write the id (13 characters); resolving names is the work of whoever
/// knows the records.
public struct ReferenceType: FieldBehavior {
    public let target: String
    public let onDelete: DeleteRule

    public init(to target: String, onDelete: DeleteRule) {
        self.target = target
        self.onDelete = onDelete
    }

    /// The object of those who sign in.
    public static let person = "User"

    public var isToAny: Bool { target == FieldType.anyObject }

    public static let word = "reference"
    public static let options = ["to", "on_delete"]

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? {
        let rule = options.text("on_delete") ?? DeleteRule.restrict.rawValue
        guard let onDelete = DeleteRule(rawValue: rule) else {
            options.report(.onDelete(rule))
            return nil
        }
        return options.required("to").map { .reference(to: $0, onDelete: onDelete) }
    }

    public var written: [FieldOption] {
        let rule = FieldOption("on_delete", .text(onDelete.rawValue))
        return [FieldOption("to", .text(target))] + (onDelete == .restrict ? [] : [rule])
    }

    public var kind: ValueKind { .reference }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        guard let id = RecordID(String(decoding: bytes, as: UTF8.self))
        else { throw .notReference }
        return .reference(id)
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .reference = value else { throw .wrongKind(.reference) }
        return value
    }

    public var control: FieldControl { .reference(to: target) }

    /// People stand beside amounts, other records before them.
    public var prominence: Int? { isToAny ? nil : (target == Self.person ? 2 : 1) }

    public var schema: JSON {
        [
            "type": "string", "pattern": .string(RecordID.pattern), "x-object": .string(target),
        ]
    }

    public var example: JSON { "0D3K7Z0000000" }
}

extension FieldType {
    /// The target of a reference to a record of any object.
    public static let anyObject = "*"
}

/// What happens to records that refer to a deleted one.
public enum DeleteRule: String, Sendable, CaseIterable {
    case restrict, clear, cascade
}
