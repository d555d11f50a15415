import TidegateModel
import TidegateRules

/// Writes checked expressions as SQL with the meaning they have in memory.
///
/// A condition becomes TRUE, FALSE or NULL (1, 0 or NULL to SQLite). Where only *yes* matters — the WHERE of a query and what it
/// joins by `and` and `or` — unknown may become FALSE, which lets a collection be asked by EXISTS.
struct ConditionSQL {
    let dialect: any SQLDialect
    let actor: Actor
    let now: Instant
    let object: Object
    private(set) var bindings: [Value] = []
    /// What the statement asks of each row; see ``readable(_:_:asking:)``.
    private(set) var sets: CompiledSQL.Sets?
    private var aliases = 0
    /// Tables are as they were; see ``present(_:)``.
    let isPast: Bool
    /// Whether a right is written, which is judged on what is, not on what was.
    var asksPresent = false
    /// The rights that rows of other records have to meet too; unlimited while a right itself is
    /// written, because rights are judged on the truth.
    var access: AccessBook
    /// Of each object whose records are met behind a path or in a collection, those that may be
    /// read. They stand before the statement, so that no condition stands inside another one's
    /// parentheses: a database's parser has a fixed depth.
    var sources: [(name: String, text: String)] = []

    init(_ dialect: any SQLDialect, _ query: Query) {
        self.dialect = dialect
        actor = query.actor
        now = query.now
        object = query.object
        access = query.access
        isPast = query.isPast
    }

    /// The finished statement.
    func compiled(_ text: String, _ columns: [CompiledSQL.Column]) -> CompiledSQL {
        CompiledSQL(text: prefix + text, bindings: bindings, sets: sets, columns: columns)
    }

    /// What must hold of a record so that it belongs to the query.
    mutating func conditions(_ query: Query) throws -> [String] {
        var parts: [String] = []
        switch query.rightsWay {
        case .merge: break
        case .ask(let sets):
            parts += try readable(object, "t0", asking: sets).map { ["(\($0))"] } ?? []
        case .collect: parts += try readable(object, "t0").map { ["(\($0))"] } ?? []
        }
        for condition in [query.condition, query.typed].compactMap(\.self) {
            try admit(condition)
            parts.append("(\(try sql(condition.root, "t0", onlyYes: true)))")
        }
        if let search = query.search { parts += try found(by: search) }
        return parts
    }

    /// ` WHERE …`, or nothing.
    mutating func filter(_ query: Query) throws -> String { Self.filter(try conditions(query)) }

    static func filter(_ parts: [String]) -> String {
        parts.isEmpty ? "" : " WHERE " + parts.joined(separator: " AND ")
    }

    /// One item of a summary.
    ///
    /// - Parameter condition: only of records that meet it; `nil`: of all.
    mutating func item(_ item: Summary.Item, where condition: String? = nil) throws -> String {
        guard let expression = item.expression else {
            return aggregate(.count, "", 0, where: condition)
        }
        try admit(expression)
        let value = try sql(expression.root, "t0")
        guard let function = item.function.aggregate else {
            return distinct(value, where: condition)
        }
        return aggregate(function, value, expression.root.type.scale, where: condition)
    }

    private func admit(_ condition: Condition) throws {
        guard !condition.usesOld else { throw QueryProblem.usesOldValues(condition.source) }
        guard condition.canRunInSQL else { throw QueryProblem.tooDeep(condition.source) }
        guard condition.object.name == object.name else {
            throw QueryProblem.otherObject(condition: condition.object.name, query: object.name)
        }
    }

    mutating func bind(_ value: Value, scale: Int = 0) -> String {
        let bound = dialect.binding(value, scale: scale)
        if bound.isMissing { return "NULL" }
        bindings.append(bound)
        return dialect.placeholder(bindings.count)
    }

    /// The sets as a binding of the statement that is written; see ``CompiledSQL/sets``.
    mutating func bind(_ sets: IDSets) -> String {
        bindings.append(.none)
        self.sets = CompiledSQL.Sets(ids: sets, number: bindings.count)
        return dialect.placeholder(bindings.count)
    }

    mutating func alias() -> String {
        aliases += 1
        return "t\(aliases)"
    }

    func column(_ alias: String, _ name: String) -> String { "\(alias).\(dialect.quoted(name))" }

    /// - Parameter record: the alias of the row the expression is about.
    mutating func sql(
        _ expression: Expression, _ record: String, onlyYes: Bool = false
    ) throws -> String {
        switch expression.form {
        case .constant(let value): return bind(value, scale: expression.type.scale)
        case .field(let path): return try field(path, record)
        case .and(let parts): return try joined(parts, record, " AND ", onlyYes)
        case .or(let parts): return try joined(parts, record, " OR ", onlyYes)
        case .not(let inner): return "NOT (\(try sql(inner, record)))"
        case .comparison(let comparison, let left, let right):
            return try self.comparison(comparison, left, right, record)
        case .member(let value, let entries): return try member(value, entries, record)
        case .isEmpty(let inner, let negated):
            return "(\(try sql(inner, record))) IS \(negated ? "NOT NULL" : "NULL")"
        case .contains(let text, let part):
            let (isList, whole, part) = (
                text.type.isList, try sql(text, record), try sql(part, record)
            )
            return isList ? dialect.holds(whole, part) : dialect.contains(whole, part)
        case .distance(let one, let other):
            return dialect.distance(try sql(one, record), try sql(other, record))
        case .rate(let rates, let currency, let day):
            return rate(rates, try sql(currency, record), try sql(day, record))
        case .matches(let text, let pattern):
            let text = try sql(text, record)
            return dialect.matches(text, bind(.text(dialect.pattern(pattern.source))))
        case .coalesce(let parts): return try coalesce(parts, expression.type, record)
        case .today: return bind(.date(now.day))
        case .now: return bind(.datetime(now))
        case .me: return me()
        case .hasRole(let name): return actor.roles.contains(name) ? "TRUE" : "FALSE"
        case .approved(let name): return approved(name, record, onObjectOf: record)
        case .aggregate(let aggregate):
            return try self.aggregate(aggregate, record, onlyYes: onlyYes)
        case .inReports(let user, let reporting):
            return member(try sql(user, record), of: reports(reporting), onlyYes)
        case .inTeams(let team, let tree):
            if onlyYes, let (user, path) = Self.owner(of: team, tree) {
                return member(try field(user, record), of: try people(path, tree), onlyYes)
            }
            return member(try sql(team, record), of: teams(tree), onlyYes)
        case .shared(let test):
            let id = try test.of.map { try sql($0, record) }
            return member(
                id ?? column(record, "id"), of: shared(test), onlyYes || id == nil)
        case .changed: throw QueryProblem.usesOldValues("changed()")
        case .arithmetic, .negate, .absolute, .round, .span, .shift, .difference, .part, .dayOf,
            .length:
            return try computed(expression, record)
        }
    }

    private mutating func joined(
        _ parts: [Expression], _ record: String, _ word: String, _ onlyYes: Bool
    ) throws -> String {
        var texts: [String] = []
        for part in parts { texts.append("(\(try sql(part, record, onlyYes: onlyYes)))") }
        return texts.joined(separator: word)
    }

    // MARK: Fields

    /// A field of the row; over references, a scalar subquery that joins step by step.
    mutating func field(_ path: FieldPath, _ record: String) throws -> String {
        let last = path.field?.name ?? "id"
        var from = ""
        var before = record
        var first = ""
        let wasPresent = asksPresent
        defer { asksPresent = wasPresent }
        if path.root == .me {
            // Who asks is who they are today.
            asksPresent = true
            let me = me()
            before = alias()
            from = "\(try source(of: path.start)) AS \(before)"
            first = "\(column(before, "id")) = \(me)"
        }
        var object = path.start
        for hop in path.hops {
            let next = alias()
            let reference = column(before, object.fields[hop.slot].name)
            let table = "\(try source(of: hop.target)) AS \(next)"
            let found = "\(column(next, "id")) = \(reference)"
            if from.isEmpty {
                (from, first) = (table, found)
            } else {
                from += " JOIN \(table) ON \(found)"
            }
            (before, object) = (next, hop.target)
        }
        let value = column(before, last)
        return from.isEmpty ? value : "(SELECT \(value) FROM \(from) WHERE \(first))"
    }

    // MARK: Comparing

    private mutating func comparison(
        _ comparison: Comparison, _ left: Expression, _ right: Expression, _ record: String
    ) throws -> String {
        guard left.type.isNumber, right.type.isNumber, left.type.scale != right.type.scale else {
            return "\(try operand(left, record)) \(comparison.sql) \(try operand(right, record))"
        }
        // A constant at the column's own scale leaves the comparison to an index.
        if let bound = fitting(right, left.type.scale) {
            let left = try operand(left, record)
            return "\(left) \(comparison.sql) \(bind(bound, scale: 0))"
        }
        if let bound = fitting(left, right.type.scale) {
            let bound = bind(bound, scale: 0)
            return "\(bound) \(comparison.sql) \(try operand(right, record))"
        }
        return dialect.compare(
            comparison, try sql(left, record), left.type.scale, try sql(right, record),
            right.type.scale)
    }

    private func fitting(_ constant: Expression, _ scale: Int) -> Value? {
        guard case .constant(let value) = constant.form,
            let number = value.decimal?.exactly(scale: scale)
        else { return nil }
        return dialect.binding(.decimal(number), scale: scale)
    }

    private mutating func operand(_ expression: Expression, _ record: String) throws -> String {
        let text = try sql(expression, record)
        return expression.type.kind == .bool ? "(\(text))" : text
    }

    private mutating func member(
        _ value: Expression, _ entries: [Expression], _ record: String
    ) throws -> String {
        let areConstant = entries.allSatisfy { entry in
            if case .constant(let constant) = entry.form { !constant.isMissing } else { false }
        }
        guard areConstant else {
            var parts: [String] = []
            for entry in entries {
                parts.append("(\(try comparison(.equal, value, entry, record)))")
            }
            return parts.joined(separator: " OR ")
        }
        let tested = try operand(value, record)
        var bound: [String] = []
        for entry in entries {
            guard case .constant(let constant) = entry.form else { continue }
            // An entry with more digits than the column can hold equals none of its values.
            if entry.type.isNumber, fitting(entry, value.type.scale) == nil { continue }
            bound.append(bind(constant, scale: value.type.scale))
        }
        guard !bound.isEmpty else { return "CASE WHEN \(tested) IS NULL THEN NULL ELSE FALSE END" }
        return "\(tested) IN (\(bound.joined(separator: ", ")))"
    }

    private mutating func coalesce(
        _ parts: [Expression], _ type: ExpressionType, _ record: String
    ) throws -> String {
        var texts: [String] = []
        for part in parts {
            let text = try operand(part, record)
            texts.append(
                part.type.scale == type.scale
                    ? text : dialect.rescale(text, from: part.type.scale, to: type.scale))
        }
        return "coalesce(\(texts.joined(separator: ", ")))"
    }

    /// The newest approval of this name decides.
    private mutating func approved(
        _ name: String, _ record: String, onObjectOf alias: String
    ) -> String {
        let approval = self.alias()
        let object = bind(.text(objects[record]?.name ?? self.object.name))
        let name = bind(.text(name))
        return """
            coalesce((SELECT \(approval)."state" FROM "tg_approval" AS \(approval) \
            WHERE \(approval)."object" = \(object) AND \(approval)."record" = \(record)."id" \
            AND \(approval)."name" = \(name) ORDER BY \(approval)."id" DESC LIMIT 1) \
            = 'approved', FALSE)
            """
    }

    /// The objects of the rows of collections, by alias.
    var objects: [String: Object] = [:]
}
