/// The door into a field: text from a person, a file or a command becomes a value of the field's
/// type, or a reason why not. Nothing is guessed: `"12,5"` is not a number.
extension Field {
    /// Reads the text of one cell. An empty text is a missing value.
    public func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, dates: DateForm = .iso, numbers: NumberForm = .plain
    ) -> Result<Value, FieldProblem> {
        if bytes.isEmpty { return .success(.none) }
        do throws(FieldProblem.Why) {
            let form = InputForm(dates: dates, numbers: numbers)
            return .success(try fitted(type.behavior.read(bytes, form)))
        } catch {
            let quoted = String(decoding: bytes.prefix(Limits.quotedBytes), as: UTF8.self)
            return .failure(FieldProblem(field: name, value: quoted, why: error))
        }
    }

    public func parse(
        _ text: String, dates: DateForm = .iso, numbers: NumberForm = .plain
    ) -> Result<Value, FieldProblem> {
        Array(text.utf8).withUnsafeBufferPointer { parse($0, dates: dates, numbers: numbers) }
    }

    /// Brings a value of a nearby kind to this field's type and checks its limits.
    ///
    /// An integer may fill a decimal, a decimal without fraction an integer; a decimal keeps all
    /// its digits or is refused.
    public func convert(_ value: Value) -> Result<Value, FieldProblem> {
        do throws(FieldProblem.Why) {
            return .success(try fitted(value))
        } catch {
            return .failure(FieldProblem(field: name, value: value.description, why: error))
        }
    }

    private func fitted(_ value: Value) throws(FieldProblem.Why) -> Value {
        if value.isMissing { return .none }
        let value = try type.behavior.fit(value)
        guard minimum != nil || maximum != nil, let number = value.decimal else { return value }
        if let minimum, number < minimum { throw .below(minimum) }
        if let maximum, number > maximum { throw .above(maximum) }
        return value
    }

    /// Null is a missing value. Whole numbers and decimals may come as a number or as a text,
    /// because many readers keep a number in a binary float; all else comes as its own kind.
    ///
    /// What it may be written as is one list here and in the schema that the HTTP API publishes.
    public func parse(_ json: JSON) -> Result<Value, FieldProblem> {
        switch json {
        case .null: return .success(.none)
        case _ where type == .json: return convert(.json(json.canonical))
        case .bool(let flag):
            return type.kind == .bool ? .success(.bool(flag)) : wrong("\(flag)")
        case .number(let text):
            guard type.kind == .integer || type.kind == .decimal else { return wrong(text) }
            return parse(text)
        case .string(let text):
            guard type.kind != .bool else { return wrong(text) }
            // An empty text is a missing value at every door.
            return parse(text)
        case .array, .object:
            return type.kind == .json ? convert(.json(json.canonical)) : wrong(json.phrase)
        }
    }

    private func wrong(_ shown: String) -> Result<Value, FieldProblem> {
        .failure(FieldProblem(field: name, value: shown, why: .wrongKind(type.kind)))
    }
}
