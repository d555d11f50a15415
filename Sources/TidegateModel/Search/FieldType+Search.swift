extension FieldType {
    /// Whether records can be found by its words: texts of people's own, and lists of addresses and numbers. Values
    /// of choices are found by a condition.
    public var isSearchable: Bool {
        switch self {
        case .text, .email, .phone, .url, .autonumber, .emails, .phones: true
        case .choice, .integer, .decimal, .money, .percent, .boolean, .date, .datetime, .duration,
            .reference, .multichoice, .geopoint, .json:
            false
        }
    }
}
