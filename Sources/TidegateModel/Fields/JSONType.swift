/// `json "payload"`: what another system sent, kept whole. Rules ask only whether it is there.
///
/// It is kept in its shortest form, members by name, so that two that say the same are the same. Numbers keep
/// their digits.
public struct JSONType: FieldBehavior {
    public static let word = "json"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .json }

    public var kind: ValueKind { .json }

    public func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ form: InputForm
    ) throws(FieldProblem.Why) -> Value {
        do throws(JSONProblem) {
            return .json(try JSONReader.read(Array(bytes)).canonical)
        } catch {
            throw .notJSON(error.complaint, at: error.offset)
        }
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .json(let text) = value else { throw .wrongKind(.json) }
        guard text.utf8.count <= Limits.jsonBytes else { throw .tooLong(Limits.jsonBytes) }
        return value
    }

    public var control: FieldControl { .area(maximumLength: Limits.jsonBytes) }
    public var prominence: Int? { nil }
    public var schema: JSON { ["description": "any JSON"] }
    public var example: JSON { ["source": "shop", "lines": 2] }
}
