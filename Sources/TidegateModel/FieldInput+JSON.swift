/// The door into a field for JSON: what it may be written as is one list here and in the schema
/// that the HTTP API publishes.
extension Field {
    /// Null is a missing value. Whole numbers and decimals may come as a number or as a text,
    /// because many readers keep a number in a binary float; all else comes as its own kind.
    public func parse(_ json: JSON) -> Result<Value, FieldProblem> {
        switch json {
        case .null: return .success(.none)
        case .bool(let flag):
            return type.kind == .bool ? .success(.bool(flag)) : wrong("\(flag)")
        case .number(let text):
            guard type.kind == .integer || type.kind == .decimal else { return wrong(text) }
            return parse(text)
        case .string(let text):
            guard type.kind != .bool else { return wrong(text) }
            // An empty text is a missing value at every door.
            return parse(text)
        case .array, .object: return wrong(json.phrase)
        }
    }

    private func wrong(_ shown: String) -> Result<Value, FieldProblem> {
        .failure(FieldProblem(field: name, value: shown, why: .wrongKind(type.kind)))
    }
}
