/// Source: Semantic Versioning 2.0.0, without pre-release and build parts.
public struct Version: Comparable, Sendable, CustomStringConvertible {
    public let parts: [Int]

    /// `1`, `1.0` and `1.0.0` are the same version.
    public init?(_ text: some StringProtocol) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...3).contains(numbers.count), numbers.allSatisfy({ ($0 ?? -1) >= 0 })
        else { return nil }
        parts = (0..<3).map { $0 < numbers.count ? numbers[$0] ?? 0 : 0 }
    }

    public var description: String { parts.map(String.init).joined(separator: ".") }

    public static func < (left: Version, right: Version) -> Bool {
        left.parts.lexicographicallyPrecedes(right.parts)
    }
}

/// `^1.2`: that version or a later one that does not break it; `1.2.0`: that version.
public struct VersionRange: Sendable, CustomStringConvertible {
    public let description: String
    private let lowest: Version
    private let isCompatible: Bool

    public init?(_ text: String) {
        isCompatible = text.hasPrefix("^")
        guard let version = Version(text.dropFirst(isCompatible ? 1 : 0)) else { return nil }
        lowest = version
        description = text
    }

    public func contains(_ version: Version) -> Bool {
        guard isCompatible else { return version == lowest }
        guard version >= lowest else { return false }
        return lowest.parts[0] > 0
            ? version.parts[0] == lowest.parts[0]
            : version.parts[..<2] == lowest.parts[..<2]
    }
}
