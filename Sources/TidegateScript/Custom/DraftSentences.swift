import TidegateModel

/// What is said about a draft that cannot be.
enum DraftSentences {
    static func refused(_ what: String, _ reasons: [Reason]) -> TidegateError {
        let first = reasons.first?.message ?? "it cannot be read"
        return TidegateError(
            .invalid, "draft.refused",
            reasons.count == 1
                ? "The \(what) cannot be: \(first)."
                : "The \(what) cannot be: \(reasons.count) things are wrong.",
            reasons: reasons,
            speech: reasons.count == 1 ? reasons[0].speech : .sentence("draft.refused"))
    }

    // MARK: Names

    static func objectName(_ name: String) -> Reason {
        Reason(
            code: "draft.object_name",
            message: "an object is named like SalesOrder: a capital, then letters and digits, "
                + "not \"\(name)\"", field: "name", speech: .sentence("draft.object_name"))
    }

    static func fieldName(_ name: String) -> Reason {
        Reason(
            code: "draft.field_name",
            message: "a field is named like close_date: lower-case letters, digits and _, "
                + "not \"\(name)\"", field: "name", speech: .sentence("draft.field_name"))
    }

    static func reservedName(_ name: String) -> Reason {
        Reason(
            code: "draft.reserved",
            message: "\(name) has a meaning of its own; choose another name, such as "
                + "\(name)_value", field: "name",
            speech: .sentence("draft.reserved", ["value": .text(name)]))
    }

    static func twice(_ name: String) -> Reason {
        Reason(
            code: "draft.twice", message: "two fields are called \(name)", field: "name",
            speech: .sentence("draft.twice", ["value": .text(name)]))
    }

    static func roleTwice(_ role: String) -> Reason {
        Reason(
            code: "draft.role_twice", message: "the role \(role) is given twice", field: "access")
    }

    static let noFields = Reason(
        code: "draft.no_fields", message: "an object needs a field", field: "fields",
        speech: .sentence("draft.no_fields"))

    static let manyFields = Reason(
        code: "draft.fields", message: "\(PackLimits.draftFields) fields are the most",
        field: "fields")

    // MARK: Options

    static func unknownKind(_ kind: String) -> Reason {
        let hint = suggestion(for: kind, among: FieldRequest.kinds).map { "did you mean \($0)?" }
        return Reason(
            code: "draft.kind",
            message: "there is no kind \"\(kind)\"; "
                + (hint ?? "there is " + FieldRequest.kinds.joined(separator: ", ")), field: "kind")
    }

    static func unknownOption(_ option: String, _ kind: String, _ known: [String]) -> Reason {
        let hint = suggestion(for: option, among: known).map { "did you mean \($0)?" }
        return Reason(
            code: "draft.option",
            message: "a \(kind) has no \(option); "
                + (hint ?? "it takes " + known.joined(separator: ", ")), field: option)
    }

    static func unknownRight(_ right: String) -> Reason {
        Reason(
            code: "draft.right",
            message: "there is no right \"\(right)\"; there is "
                + AccessRequest.rights.joined(separator: ", "), field: "access")
    }

    static let values = Reason(
        code: "draft.values",
        message: "values of a choice are different texts, 1 to \(PackLimits.draftValues)",
        field: "values", speech: .sentence("draft.values"))

    static func listValue(_ value: String) -> Reason {
        Reason(
            code: "draft.list_value",
            message: "a value of a choice of several holds no ; and no quotes, unlike \"\(value)\"",
            field: "values", speech: .sentence("draft.list_value", ["value": .text(value)]))
    }

    static func translations(_ option: String) -> Reason {
        Reason(
            code: "draft.translations",
            message: "\(option) has one line for each value, in their order", field: option,
            speech: .sentence("draft.translations"))
    }

    static func format(_ format: String) -> Reason {
        Reason(
            code: "draft.format",
            message:
                "a format has one group of zeros, such as OPP-{yyyy}-{0000}, not \"\(format)\"",
            field: "format", speech: .sentence("draft.format"))
    }

    static func onDelete(_ rule: String) -> Reason {
        Reason(
            code: "draft.on_delete",
            message: "on_delete is one of "
                + DeleteRule.allCases.map(\.rawValue).joined(separator: ", ") + ", not \"\(rule)\"",
            field: "on_delete")
    }

    static func currency(_ text: String) -> Reason {
        Reason(
            code: "draft.currency",
            message:
                "currency is a code such as EUR, or a field such as currency or order.currency, "
                + "not \"\(text)\"",
            field: "currency")
    }

    static func target(_ name: String) -> Reason {
        Reason(
            code: "draft.target",
            message: "to names the object it refers to, such as Account, not \"\(name)\"",
            field: "to", speech: .sentence("draft.target"))
    }

    static func children(_ of: String) -> Reason {
        Reason(
            code: "draft.children",
            message: "of names an object and its field, such as Line.order, not \"\(of)\"",
            field: "of", speech: .sentence("draft.children"))
    }

    static func notAFlag(_ option: String, _ text: String) -> Reason {
        Reason(
            code: "draft.flag", message: "\(option) is true or false, not \"\(text)\"",
            field: option)
    }

    static func notInRange(_ option: String, _ text: String, _ range: ClosedRange<Int>) -> Reason {
        Reason(
            code: "draft.range",
            message: "\(option) is \(range.lowerBound) to \(range.upperBound), not \"\(text)\"",
            field: option, speech: .sentence("draft.range", ["value": .text(text)]))
    }

    static func notANumber(_ option: String, _ text: String) -> Reason {
        Reason(
            code: "draft.number",
            message: "\(option) is a number of 15 digits at most, not \"\(text)\"", field: option,
            speech: .sentence("draft.number", ["value": .text(text)]))
    }

    static let boundsCrossed = Reason(
        code: "draft.bounds", message: "min is above max", field: "min",
        speech: .sentence("draft.bounds"))

    static func badDefault(_ problem: FieldProblem, _ option: String) -> Reason {
        Reason(
            code: "draft.default", message: problem.message, field: option,
            speech: speech(of: problem))
    }

    /// Of a default that does not fit a field that is not there yet.
    static func speech(of problem: FieldProblem) -> Speech {
        .sentence(
            "draft.default", ["value": .text(problem.value), "what": problem.complaint(of: nil)])
    }

    static let severalOrigins = Reason(
        code: "draft.origins", message: "a field has one of default, formula and rollup",
        field: "formula", speech: .sentence("draft.origins"))

    static let autonumberOrigin = Reason(
        code: "draft.autonumber", message: "an autonumber is numbered by the engine alone",
        field: "default")

    static let requiredComputed = Reason(
        code: "draft.required",
        message: "what is computed cannot be required: nobody could fill it in", field: "required",
        speech: .sentence("draft.required"))

    static func empty(_ option: String) -> Reason {
        Reason(
            code: "draft.empty", message: "\(option) holds nothing", field: option,
            speech: .sentence("draft.empty"))
    }

    static func notALine(_ option: String) -> Reason {
        Reason(
            code: "draft.line", message: "\(option) is one line, without control characters",
            field: option, speech: .sentence("draft.line"))
    }

    static func tooLong(_ option: String, _ most: Int) -> Reason {
        Reason(
            code: "draft.length", message: "\(option) has more than \(most) characters",
            field: option, speech: .sentence("draft.length", ["value": .text("\(most)")]))
    }
}
