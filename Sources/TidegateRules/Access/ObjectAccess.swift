import TidegateModel

/// What someone with a set of roles may do with the records of one object.
public struct ObjectAccess: Sendable {
    public var create: Right
    public var read: Right
    public var update: Right
    public var delete: Right
    /// Slots that are not there for them.
    public var hidden: Set<Int> = []
    /// Slots they see and do not set.
    public var readonly: Set<Int> = []
    /// Actions they may press beside those that name one of their roles.
    public var actions: Set<String> = []

    /// The pipeline, unless the stage is hidden: then its stages are as little known as any value
    /// of a hidden field.
    public func seen(_ pipeline: Pipeline?) -> Pipeline? {
        pipeline.flatMap { hidden.contains($0.slot) ? nil : $0 }
    }

    static let unlimited = ObjectAccess(
        create: .always, read: .always, update: .always, delete: .always)
    static let none = ObjectAccess(create: .never, read: .never, update: .never, delete: .never)

    /// Whether the object is there at all for them.
    public var isKnown: Bool { !read.isNever || !create.isNever }

    /// Roles add up: a right is had when one of them gives it. A field is hidden when every role
    /// that gives reading hides it, and read-only when every role that gives writing says so.
    init(_ rules: [AccessRule]) {
        create = rules.map(\.create).reduce(.never) { $0.or($1) }
        read = rules.map(\.read).reduce(.never) { $0.or($1) }
        update = rules.map(\.update).reduce(.never) { $0.or($1) }
        delete = rules.map(\.delete).reduce(.never) { $0.or($1) }
        let readers = rules.filter { !$0.read.isNever }
        let writers = rules.filter { !$0.create.isNever || !$0.update.isNever }
        // Who only creates sees what they create, as far as the creating roles show it.
        hidden = Self.common((readers.isEmpty ? writers : readers).map(\.hidden))
        readonly = Self.common(writers.map(\.readonly))
        actions = rules.reduce(into: []) { $0.formUnion($1.actions) }
    }

    init(
        create: Right, read: Right, update: Right, delete: Right
    ) {
        self.create = create
        self.read = read
        self.update = update
        self.delete = delete
    }

    private static func common(_ sets: [Set<Int>]) -> Set<Int> {
        guard let first = sets.first else { return [] }
        return sets.dropFirst().reduce(first) { $0.intersection($1) }
    }
}
