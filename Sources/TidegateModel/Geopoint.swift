#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A place on the Earth, in millionths of a degree: 11 cm at most.
///
///     Geopoint("48.858370,2.294481")?.metres(to: louvre)   // 3_190
public struct Geopoint: Hashable, Sendable, CustomStringConvertible {
    public let latitude: Int64
    public let longitude: Int64

    private static let scale = 6

    /// Reads `48.858370,2.294481`, with a blank after the comma or without; `nil` for whatever is no such place.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let latitude = Self.degrees(parts[0], most: 90),
            let longitude = Self.degrees(
                parts[1].first == " " ? parts[1].dropFirst() : parts[1], most: 180)
        else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    private static func degrees(_ text: some StringProtocol, most: Int64) -> Int64? {
        guard let number = Decimal(text)?.exactly(scale: scale),
            abs(number.coefficient) <= most * 1_000_000
        else { return nil }
        return number.coefficient
    }

    public var description: String {
        "\(Decimal(coefficient: latitude, scale: Self.scale)),"
            + "\(Decimal(coefficient: longitude, scale: Self.scale))"
    }

    /// The same of texts; `nil` when one is no place.
    public static func metres(
        from one: UnsafeBufferPointer<UInt8>, to other: UnsafeBufferPointer<UInt8>
    ) -> Int64? {
        guard let one = Geopoint(String(decoding: one, as: UTF8.self)),
            let other = Geopoint(String(decoding: other, as: UTF8.self))
        else { return nil }
        return one.metres(to: other)
    }

    /// The way along the surface of a sphere, in whole metres; the Earth's flattening makes it wrong by 0.6 % at
    /// most.
    ///
    /// Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984); the mean radius of
    /// 6,371,008.8 m is that of the IUGG.
    public func metres(to other: Geopoint) -> Int64 {
        let radians = Double.pi / 180_000_000
        let (one, two) = (Double(latitude) * radians, Double(other.latitude) * radians)
        let rise = sin((two - one) / 2)
        let turn = sin(Double(other.longitude - longitude) * radians / 2)
        let chord = rise * rise + cos(one) * cos(two) * turn * turn
        return Int64((2 * 6_371_008.8 * asin(min(1, chord.squareRoot()))).rounded())
    }
}
