extension FieldType {
    /// Whether records can be found by its words: texts of people's own, and lists of addresses and numbers. Values
    /// of choices are found by a condition.
    public var isSearchable: Bool {
        isFreeText || (isList && choices == nil)
    }

    /// Whether people ask for a record by it, though it stands in no title.
    var namesItsRecord: Bool {
        switch self {
        case .autonumber, .email, .emails: true
        case .text, .choice, .multichoice, .integer, .decimal, .money, .percent, .boolean, .date,
            .datetime, .duration, .reference, .phone, .phones, .url, .geopoint, .json, .currency:
            false
        }
    }
}
