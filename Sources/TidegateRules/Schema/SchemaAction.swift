import TidegateModel

/// One difference between two schemas, in words that say what it means for records.
public struct SchemaAction: Hashable, Sendable {
    public enum Change: Hashable, Sendable {
        case addObject
        case dropObject
        case addField(type: String, isRequired: Bool)
        /// - Parameter successor: a new field of the same type, which may be what it is called now.
        case dropField(isComputed: Bool, successor: String?)
        /// Its values are kept in another way, which cannot be read as the old one.
        case changeForm(from: String, to: String)
        /// Its values are kept as they were, and something else is asked of them.
        case changeType(from: FieldType, to: FieldType)
        case widenScale(from: Int, to: Int)
        /// Amounts stay the numbers they are and mean others; `nil`: the currency of the workspace.
        case changeCurrency(from: MoneyCurrency?, to: MoneyCurrency?)
        case lengthen(from: Int, to: Int)
        case shorten(from: Int, to: Int)
        /// `nil`: there is none any more.
        case setMinimum(Decimal?)
        case setMaximum(Decimal?)
        case addValues([String])
        case removeValues([String])
        case retarget(from: String, to: String)
        case makeRequired
        case makeOptional
        /// A formula or a roll-up takes the place of what people typed.
        case startComputing
        case stopComputing
        case recompute
        case makeUnique([String])
        case dropUnique([String])
        case addIndex([String])
        case dropIndex([String])
        case search([String])
    }

    /// What has to be known of the records before it is done.
    public enum Risk: String, Hashable, Sendable {
        case safe
        /// Records may be against it.
        case check
        /// Values go away.
        case loss
    }

    public let object: String
    /// `nil`: it is about the object.
    public let field: String?
    public let change: Change

    public init(_ object: String, _ field: String?, _ change: Change) {
        self.object = object
        self.field = field
        self.change = change
    }

    public init(_ object: String, _ change: Change) { self.init(object, nil, change) }

    public var risk: Risk {
        switch change {
        case .dropObject, .startComputing, .changeCurrency: .loss
        case .dropField(let isComputed, _): isComputed ? .safe : .loss
        case .addField(_, let isRequired): isRequired ? .check : .safe
        case .setMinimum(let bound), .setMaximum(let bound): bound == nil ? .safe : .check
        case .changeForm, .changeType, .shorten, .removeValues, .retarget, .makeRequired,
            .makeUnique:
            .check
        case .addObject, .widenScale, .lengthen, .addValues, .makeOptional, .stopComputing,
            .recompute, .dropUnique, .addIndex, .dropIndex, .search:
            .safe
        }
    }

    /// How programs call it: `drop_field`.
    public var word: String {
        switch change {
        case .addObject: "add_object"
        case .dropObject: "drop_object"
        case .addField: "add_field"
        case .dropField: "drop_field"
        case .changeForm: "change_form"
        case .changeType: "change_type"
        case .widenScale: "widen_scale"
        case .changeCurrency: "change_currency"
        case .lengthen: "lengthen"
        case .shorten: "shorten"
        case .setMinimum: "set_minimum"
        case .setMaximum: "set_maximum"
        case .addValues: "add_values"
        case .removeValues: "remove_values"
        case .retarget: "retarget"
        case .makeRequired: "make_required"
        case .makeOptional: "make_optional"
        case .startComputing: "start_computing"
        case .stopComputing: "stop_computing"
        case .recompute: "recompute"
        case .makeUnique: "make_unique"
        case .dropUnique: "drop_unique"
        case .addIndex: "add_index"
        case .dropIndex: "drop_index"
        case .search: "search"
        }
    }
}

extension SchemaAction: CustomStringConvertible {
    public var description: String { "\(place) \(predicate)" }

    /// `Opportunity.stage`
    public var place: String { field.map { "\(object).\($0)" } ?? object }

    private var predicate: String {
        switch change {
        case .addObject: "is added"
        case .dropObject: "is removed with its records"
        case .addField(let type, let isRequired):
            "is added (\(type)\(isRequired ? ", required" : ""))"
        case .dropField: "is removed"
        case .changeForm(let old, let new): "turns from \(old) into \(new)"
        case .changeType(let old, let new): "turns from \(old.word) into \(new.word)"
        case .widenScale(let old, let new): "gets \(new) digits after the point instead of \(old)"
        case .changeCurrency(let old, let new):
            "is counted in \(Self.currency(new)) instead of \(Self.currency(old))"
        case .lengthen(let old, let new): "may be \(new) long instead of \(old)"
        case .shorten(let old, let new): "may only be \(new) long instead of \(old)"
        case .setMinimum(nil): "has no smallest number any more"
        case .setMinimum(let bound?): "is at least \(bound)"
        case .setMaximum(nil): "has no largest number any more"
        case .setMaximum(let bound?): "is at most \(bound)"
        case .addValues(let values): "may be \(Self.list(values))"
        case .removeValues(let values): "may not be \(Self.list(values)) any more"
        case .retarget(let old, let new): "leads to \(new) instead of \(old)"
        case .makeRequired: "becomes required"
        case .makeOptional: "may be empty"
        case .startComputing: "is computed instead of typed"
        case .stopComputing: "is typed instead of computed"
        case .recompute: "is computed in another way"
        case .makeUnique(let fields): "is unique by \(Self.list(fields))"
        case .dropUnique(let fields): "need not be unique by \(Self.list(fields)) any more"
        case .addIndex(let fields): "gets an index by \(Self.list(fields))"
        case .dropIndex(let fields): "has no index by \(Self.list(fields)) any more"
        case .search(let fields):
            fields.isEmpty ? "is not searched any more" : "is searched by \(Self.list(fields))"
        }
    }

    private static func currency(_ currency: MoneyCurrency?) -> String {
        currency?.written ?? "the currency of the workspace"
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
