import TidegateModel
import TidegateRules

/// Rights of records.
extension ConditionSQL {
    /// What stands before the statement: `WITH …`, or nothing.
    var prefix: String {
        guard !sources.isEmpty else { return "" }
        // Not a copy: looked up by key like the table itself.
        return "WITH "
            + sources.map { "\($0.name) AS NOT MATERIALIZED (\($0.text))" }.joined(separator: ", ")
            + " "
    }

    /// The table of the object as it is, also where the others are as they were.
    func present(_ object: Object) -> String {
        isPast ? dialect.present(object.table) : dialect.quoted(object.table)
    }

    /// The table of the object, or what the actor may read of it.
    mutating func source(of object: Object) throws -> String {
        let table = asksPresent ? present(object) : dialect.quoted(object.table)
        guard !access.isUnlimited, !access[object].read.isAlways else { return table }
        let name = dialect.quoted(
            (asksPresent && isPast ? "tg_readable_now_" : "tg_readable_") + object.table)
        guard !sources.contains(where: { $0.name == name }) else { return name }
        let row = alias()
        let condition = try readable(object, row) ?? "TRUE"
        sources.append((name, "SELECT \(row).* FROM \(table) AS \(row) WHERE \(condition)"))
        return name
    }

    /// What must hold of the row `record` so that the actor may read it; `nil`: nothing.
    ///
    /// - Parameter sets: those the right comes down to, where it is to be asked of each row that is met and by
    ///   no index.
    mutating func readable(
        _ object: Object, _ record: String, asking sets: IDSets? = nil
    ) throws -> String? {
        guard !access.isUnlimited else { return nil }
        objects[record] = object
        let (book, wasPresent) = (access, asksPresent)
        access = .unlimited
        asksPresent = true
        defer { (access, asksPresent) = (book, wasPresent) }
        switch book[object].read {
        case .always: return nil
        case .never: return "FALSE"
        case .when(let tests) where isPast && !wasPresent:
            let last = alias()
            objects[last] = object
            let ways = try ways(tests, object, last, book).joined(separator: " OR ")
            return "\(column(record, "id")) IN (SELECT \(column(last, "id"))"
                + " FROM \(dialect.quoted("tg_last_" + object.table)) AS \(last) WHERE \(ways))"
        case .when(let tests):
            guard let sets else {
                return try ways(tests, object, record, book).joined(separator: " OR ")
            }
            let tests = sets.tellAll ? [] : Self.others(than: sets.columns, tests)
            let others = try tests.map {
                dialect.unindexed(try meets($0, object, record, book))
            }
            let values = sets.columns.map { column(record, $0) }
            let isMember = values.isEmpty ? [] : [dialect.isMember(values, of: bind(sets))]
            return (isMember + others).joined(separator: " OR ")
        }
    }

    /// Each way by itself that lets the actor read the row `record`: what a right joins by `or`.
    mutating func waysToRead(_ object: Object, _ record: String) throws -> [String] {
        objects[record] = object
        let book = access
        access = .unlimited
        defer { access = book }
        switch book[object].read {
        case .always: return ["TRUE"]
        case .never: return ["FALSE"]
        case .when(let tests): return try ways(tests, object, record, book)
        }
    }

    private mutating func ways(
        _ tests: [Right.Test], _ object: Object, _ record: String, _ book: AccessBook
    ) throws -> [String] {
        try Self.alternatives(of: tests).map { "(\(try meets($0, object, record, book)))" }
    }

    /// The tests of a right with what their conditions join by `or` taken apart.
    static func alternatives(of tests: [Right.Test]) -> [Alternative] {
        tests.flatMap { test -> [Alternative] in
            guard case .condition(let condition) = test, condition.canRunInSQL else {
                return [.test(test)]
            }
            return condition.root.alternatives.map(Alternative.expression)
        }
    }

    /// One of the ways a right gives.
    enum Alternative {
        case expression(Expression)
        case test(Right.Test)
    }

    private mutating func meets(
        _ alternative: Alternative, _ object: Object, _ record: String, _ book: AccessBook
    ) throws -> String {
        switch alternative {
        case .expression(let expression): try sql(expression, record, onlyYes: true)
        case .test(let test): try meets(test, object, record, book)
        }
    }

    private mutating func meets(
        _ test: Right.Test, _ object: Object, _ record: String, _ book: AccessBook
    ) throws -> String {
        switch test {
        // One that can run was taken apart into its alternatives.
        case .condition(let condition): throw QueryProblem.tooDeep(condition.source)
        case .isActor(let slot):
            return "\(column(record, object.fields[slot].name)) = \(me())"
        case .readsSubject(let name, let slot):
            let name = column(record, object.fields[name].name)
            let id = column(record, object.fields[slot].name)
            return try readsSubject(name, id, book)
        }
    }

    /// The record that a name of an object and an id lead to may be read.
    private mutating func readsSubject(
        _ name: String, _ id: String, _ book: AccessBook
    ) throws -> String {
        let open = book.subjects.filter { $0.read.isAlways }.map {
            bind(.text($0.object.name))
        }
        var parts = open.isEmpty ? [] : ["\(name) IN (\(open.joined(separator: ", ")))"]
        access = book
        defer { access = .unlimited }
        for (object, read) in book.subjects where !read.isAlways {
            let wanted = bind(.text(object.name))
            let (source, row) = (try source(of: object), alias())
            parts.append(
                "\(name) = \(wanted) AND EXISTS (SELECT 1 FROM \(source) AS \(row)"
                    + " WHERE \(column(row, "id")) = \(id))")
        }
        return parts.isEmpty ? "FALSE" : parts.map { "(\($0))" }.joined(separator: " OR ")
    }
}

extension Expression {
    /// What `or` joins, or the expression alone.
    fileprivate var alternatives: [Expression] {
        if case .or(let parts) = form { parts.flatMap(\.alternatives) } else { [self] }
    }
}
