extension FieldProblem {
    /// Why the value does not fit, for a person's own language.
    public func speech(_ object: Object) -> Speech {
        let field = Speech.term(.field(object.name, field))
        let what = complaint(of: object)
        switch why {
        case .nothingCalled:
            return .sentence("problem.nothing_called", ["field": field, "value": .text(value)])
        // What is longer than its field is not read again, and what is no text cannot be.
        case .tooLong, .notUTF8: return .sentence("problem.field", ["field": field, "what": what])
        case .notInteger, .notNumber, .notBoolean, .notDate, .notDatetime, .notDuration,
            .notReference, .notEmail, .notURL, .nullCharacter, .badGroups, .tooManyDigits, .below,
            .above, .tooLarge, .notAChoice, .wrongKind, .notGeopoint, .notCurrency, .notJSON,
            .notAList, .badItem,
            .tooManyItems:
            return .sentence(
                "problem.value", ["field": field, "value": .text(value), "what": what])
        }
    }

    /// The part after the value, as ``complaint`` is.
    ///
    /// - Parameter object: whose labels a choice's values have; `nil`: they have none yet.
    public func complaint(of object: Object?) -> Speech {
        var parts: [String: Speech] = [:]
        let key: String
        switch why {
        case .notInteger: key = "not_integer"
        case .notNumber: key = "not_number"
        case .badGroups: key = "bad_groups"
        case .notBoolean: key = "not_boolean"
        case .notDate(let form):
            key = "not_date"
            parts["form"] = .text(form.rawValue)
        case .notDatetime: key = "not_datetime"
        case .notDuration: key = "not_duration"
        case .notReference, .nothingCalled: key = "not_reference"
        case .notUTF8: key = "not_utf8"
        case .notEmail: key = "not_email"
        case .notURL: key = "not_url"
        case .notGeopoint: key = "not_geopoint"
        case .notCurrency: key = "not_currency"
        case .notJSON(let complaint, let offset):
            key = "not_json"
            parts["offset"] = .text(String(offset))
            parts["why"] = .text(complaint)
        case .notAList: key = "not_list"
        case .badItem(let item):
            key = "bad_item"
            parts["item"] = .text(item)
        case .tooManyItems(let limit):
            key = "many_items"
            parts["limit"] = .text(String(limit))
        case .nullCharacter: key = "null_character"
        case .tooManyDigits(let scale):
            key = scale == 0 ? "whole" : "digits"
            parts["limit"] = .text(String(scale))
        case .tooLong(let limit):
            key = "too_long"
            parts["limit"] = .text(String(limit))
        case .below(let minimum):
            key = "below"
            parts["limit"] = .figure(minimum.description)
        case .above(let maximum):
            key = "above"
            parts["limit"] = .figure(maximum.description)
        case .tooLarge: key = "too_large"
        case .notAChoice(let values):
            key = "not_a_choice"
            parts["values"] = .list(
                values.map { value in
                    object.map { .term(.choice($0.name, field, value)) } ?? .text(value)
                })
        case .wrongKind: key = "wrong_kind"
        }
        return .sentence("problem." + key, parts)
    }
}
