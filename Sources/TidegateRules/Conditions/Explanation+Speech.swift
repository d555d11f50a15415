import TidegateModel

extension Explanation {
    /// What of a part can be said in any language.
    enum Meaning: Hashable, Sendable {
        /// The labels on the way to a field, and the object it is of.
        case path([Term], of: String, field: Field)
        case comparison(Comparison)
        case member
        case isEmpty(negated: Bool)
        case contains
        case approved(String)
        case hasRole(String)
        /// Who asks.
        case me
        case inReports, inTeams
        case shared(Share.Level)
        /// How many of a collection there are.
        case count(Term)
        /// Only the source says it.
        case other

        init(_ form: Expression.Form) {
            switch form {
            case .field(let path):
                guard path.root != .me, let field = path.field else {
                    self = path.root == .me && path.field == nil ? .me : .other
                    return
                }
                var owners = [path.start] + path.hops.map(\.target)
                owners.removeLast()
                let hops = zip(owners, path.hops).map { owner, hop in
                    Term.field(owner.name, owner.fields[hop.slot].name)
                }
                self = .path(
                    hops + [.field(path.object.name, field.name)], of: path.object.name,
                    field: field)
            case .comparison(let comparison, _, _): self = .comparison(comparison)
            case .member: self = .member
            case .isEmpty(_, let negated): self = .isEmpty(negated: negated)
            case .contains: self = .contains
            case .approved(let name): self = .approved(name)
            case .hasRole(let name): self = .hasRole(name)
            case .me: self = .me
            case .inReports: self = .inReports
            case .inTeams: self = .inTeams
            case .shared(let test): self = .shared(test.level)
            case .constant, .and, .or, .not, .matches, .arithmetic, .negate, .absolute, .round,
                .span, .shift, .difference, .part, .dayOf, .length, .coalesce, .changed, .today,
                .now, .distance, .rate:
                self = .other
            case .aggregate(let aggregate):
                guard aggregate.function == .count, aggregate.condition == nil,
                    let owner = aggregate.object.fields[aggregate.slot].type.target
                else {
                    self = .other
                    return
                }
                self = .count(.field(owner, aggregate.collection.name))
            }
        }
    }

    /// What a person has to know of a part that is not as it must be.
    func speech(mustHold: Bool) -> Speech {
        switch kind {
        case .and, .or:
            let parts = children.map { $0.speech(mustHold: mustHold) }
            if (kind == .and) == mustHold { return .clauses(parts) }
            return .either(parts)
        case .not: return children.first?.speech(mustHold: !mustHold) ?? source
        case .comparison: return relation(mustHold: mustHold) ?? condition(mustHold)
        case .field, .call: return answer(mustHold: mustHold) ?? condition(mustHold)
        case .literal, .aggregate, .arithmetic: return condition(mustHold)
        }
    }

    private func relation(mustHold: Bool) -> Speech? {
        guard let left = children.first, let field = left.name else { return nil }
        let others = children.dropFirst()
        var parts = ["field": field]
        if case .isEmpty(let negated) = meaning {
            return .sentence(negated == mustHold ? "saw.empty" : "saw.filled", parts)
        }
        if left.value.isMissing { return .sentence("saw.empty", parts) }
        if others.first?.meaning == .me, case .comparison(let sign) = meaning {
            return .sentence(
                (sign == .equal) == mustHold ? "must.be_you" : "must.not_be_you", parts)
        }
        guard ([left] + others).allSatisfy({ $0.value.kind != .reference }) else { return nil }
        parts["value"] = left.shown(left.value)
        let wanted = others.map { left.shown($0.value) }
        parts["wanted"] = .list(wanted)
        if case .count = left.meaning, meaning == .comparison(.greaterOrEqual), mustHold {
            return .sentence("must.so_many", parts)
        }
        return key(mustHold: mustHold).map { .sentence($0, parts) }
    }

    private func key(mustHold: Bool) -> String? {
        switch meaning {
        case .comparison(let comparison):
            switch mustHold ? comparison : comparison.opposite {
            case .less: "must.less"
            case .equal: "must.equal"
            case .lessOrEqual: "must.less_or_equal"
            case .greater: "must.greater"
            case .notEqual: "must.differ"
            case .greaterOrEqual: "must.greater_or_equal"
            }
        case .member: mustHold ? "must.be_in" : "must.not_be_in"
        case .contains: mustHold ? "must.contain" : "must.not_contain"
        case .path, .isEmpty, .approved, .hasRole, .me, .inReports, .inTeams, .shared, .count,
            .other:
            nil
        }
    }

    /// A part that is a yes or no by itself.
    private func answer(mustHold: Bool) -> Speech? {
        switch meaning {
        case .path:
            guard let name else { return nil }
            return .sentence(mustHold ? "must.be_yes" : "must.be_no", ["field": name])
        case .approved(let approval):
            return .sentence(
                mustHold ? "must.be_approved" : "must.not_be_approved",
                ["approval": .term(.approval(approval))])
        case .hasRole(let role):
            return .sentence(
                mustHold ? "must.have_role" : "must.not_have_role", ["role": .term(.role(role))])
        case .inReports, .inTeams:
            guard let person = children.first?.name else { return nil }
            let isTeam = meaning == .inTeams
            let key =
                mustHold
                ? (isTeam ? "must.be_team" : "must.be_report")
                : (isTeam ? "must.not_be_team" : "must.not_be_report")
            return .sentence(key, ["field": person])
        case .shared(let level):
            let key = mustHold ? "must.be_shared" : "must.not_be_shared"
            return .sentence(level == .update ? key + "_for_change" : key)
        case .comparison, .member, .isEmpty, .contains, .me, .count, .other: return nil
        }
    }

    /// What is, where the part is about one known value of a field: a yes or no, or a comparison with
    /// what the rule itself names.
    var fact: Speech? {
        switch meaning {
        case .comparison, .member:
            guard children.dropFirst().allSatisfy({ $0.kind == .literal }) else { return nil }
            return children.first?.fact(ofYesOrNo: false)
        case .path: return fact(ofYesOrNo: true)
        case .isEmpty, .contains, .approved, .hasRole, .me, .inReports, .inTeams, .shared, .count,
            .other:
            return nil
        }
    }

    private func fact(ofYesOrNo: Bool) -> Speech? {
        guard case .path(let terms, _, let field) = meaning, !value.isMissing,
            value != Self.concealed, value.kind != .reference,
            (field.type.kind == .bool) == ofYesOrNo
        else { return nil }
        return .sentence("saw.is", ["field": .path(terms), "value": shown(value)])
    }

    private var source: Speech { .text(text) }

    private func condition(_ mustHold: Bool) -> Speech {
        .sentence(mustHold ? "must.hold" : "must.not_hold", ["condition": source])
    }

    /// What people call the field, or the aggregate as it is written.
    private var name: Speech? {
        switch meaning {
        case .path(let terms, _, _): .path(terms)
        case .count(let collection): .term(collection)
        case .comparison, .member, .isEmpty, .contains, .approved, .hasRole, .me, .inReports,
            .inTeams, .shared, .other:
            kind == .aggregate ? source : nil
        }
    }

    /// A value this part could have, as people read one of its field.
    private func shown(_ value: Value) -> Speech {
        if value == Explanation.concealed { return .sentence("value.concealed") }
        if case .path(_, let object, let field) = meaning {
            return .value(value, of: (object, field))
        }
        return .value(value)
    }
}

extension Explanation {
    /// Who a condition of the form `owner == me()` asks for: the field and the person in it.
    public var owner: (field: Term, id: RecordID)? {
        if case .comparison(.equal) = meaning, children.count == 2,
            children.contains(where: { $0.meaning == .me })
        {
            for case let child in children where child.meaning != .me {
                if case .path(let terms, _, _) = child.meaning, let field = terms.last,
                    let id = child.value.reference
                {
                    return (field, id)
                }
            }
        }
        return children.lazy.compactMap(\.owner).first
    }
}

extension Speech {
    /// One of several ways, each said once. Who may because they own it or because they stand above
    /// the owner is said in one: the second includes the first.
    public static func either(_ parts: [Speech]) -> Speech {
        let all = parts.flatMap(\.ways)
        let ways = all.enumerated().filter { index, way in
            if all[..<index].contains(way) { return false }
            guard case .sentence("must.be_you", let values) = way else { return true }
            return !all.contains(.sentence("must.be_report", values))
        }.map(\.element)
        return ways.dropFirst().reduce(ways.first ?? .clauses([])) { all, next in
            .sentence("saw.or", ["one": all, "other": next])
        }
    }

    private var ways: [Speech] {
        switch self {
        case .sentence("saw.or", let parts):
            [parts["one"], parts["other"]].compactMap(\.self).flatMap(\.ways)
        case .clauses(let parts) where parts.count == 1: parts[0].ways
        case .text, .figure, .term, .path, .sentence, .said, .list, .clauses: [self]
        }
    }
}

extension Comparison {
    fileprivate var opposite: Comparison {
        switch self {
        case .less: .greaterOrEqual
        case .equal: .notEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .notEqual: .equal
        case .greaterOrEqual: .less
        }
    }
}
