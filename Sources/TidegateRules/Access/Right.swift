import TidegateModel

/// Whether someone may do one thing with the records of one object.
public enum Right: Sendable {
    case never
    case always
    /// When the record passes any of these.
    case when([Test])

    public enum Test: Sendable {
        case condition(Condition)
        /// The reference in this slot is the user who acts.
        case isActor(slot: Int)
        /// The user may read the record that the fields `object` and `record` of this one name.
        case readsSubject(object: Int, record: Int)
    }

    public var isNever: Bool { if case .never = self { true } else { false } }
    public var isAlways: Bool { if case .always = self { true } else { false } }

    /// Either of them is enough.
    func or(_ other: Right) -> Right {
        switch (self, other) {
        case (.always, _), (_, .always): .always
        case (.never, let right), (let right, .never): right
        case (.when(let mine), .when(let theirs)): .when(mine + theirs)
        }
    }
}
