/// `geopoint "place"`: a latitude and a longitude in degrees, `48.858370,2.294481`.
///
/// Kept as that text, which maps and spreadsheets take, with six digits after the point: 11 cm.
public struct GeopointType: TextBehavior {
    public static let word = "geopoint"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .geopoint }

    public func check(_ text: String) throws(FieldProblem.Why) {
        guard Geopoint(text) != nil else { throw .notGeopoint }
    }

    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .text(let text) = value else { throw .wrongKind(.text) }
        if text.isEmpty { return .none }
        guard let point = Geopoint(text) else { throw .notGeopoint }
        return .text(point.description)
    }

    /// RFC 5870: the address of a place.
    public func link(_ value: Value) -> String? {
        value.text.flatMap { Geopoint($0) }.map { "geo:\($0)" }
    }

    public var control: FieldControl { .line(.text, maximumLength: nil) }
    public var prominence: Int? { nil }

    public var schema: JSON {
        [
            "type": "string",
            "pattern": "^-?[0-9]{1,2}(\\.[0-9]{1,6})?, ?-?[0-9]{1,3}(\\.[0-9]{1,6})?$",
        ]
    }

    public var example: JSON { "48.858370,2.294481" }
}
