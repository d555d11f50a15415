import TidegateModel

/// The files of one pack as they were read, before anything is run.
public struct PackFiles: Sendable, Hashable {
    public struct File: Sendable, Hashable {
        /// Relative to the pack's folder, with `/`.
        public var path: String
        public var text: [UInt8]

        public init(path: String, text: [UInt8]) {
            self.path = path
            self.text = text
        }
    }

    /// The folder's name, which must be the pack's.
    public let name: String
    /// In path order, `pack.lua` first.
    public let files: [File]
    /// SHA-256 over names and texts: two packs with one hash are the same pack.
    public let hash: String

    public init(name: String, files: [File]) {
        self.name = name
        self.files = files.sorted {
            ($0.path == "pack.lua" ? 0 : 1, $0.path) < ($1.path == "pack.lua" ? 0 : 1, $1.path)
        }
        var bytes: [UInt8] = Array(name.utf8)
        for file in self.files {
            bytes += Array("\u{0}\(file.path)\u{0}\(file.text.count)\u{0}".utf8)
            bytes += file.text
        }
        hash = Digest.sha256Hex(bytes)
    }

    public enum Role: Sendable {
        /// Declarations, run at loading.
        case rules
        /// `lib/pricing.lua`, run by `require "sales.pricing"`.
        case library
        case tests
        case other
    }

    public static func role(of path: String) -> Role {
        guard path.hasSuffix(".lua") else { return .other }
        if path.hasPrefix("tests/") { return path.hasSuffix("_test.lua") ? .tests : .other }
        return path.hasPrefix("lib/") ? .library : .rules
    }

    public func files(_ role: Role) -> [File] {
        files.filter { Self.role(of: $0.path) == role }
    }
}

/// Every bound of loading, by name.
public enum PackLimits {
    public static let files = 500
    public static let fileBytes = 1 << 20
    public static let packs = 50
    public static let loadInstructions = 5_000_000
    public static let loadMemoryBytes = 32 << 20
    public static let loadSeconds = 5.0
    /// Of objects and fields.
    public static let nameBytes = 60
    /// Fields of one object that a request makes.
    public static let draftFields = 200
    /// Values of a choice that a request makes.
    public static let draftValues = 500
    /// Labels, titles, values of a choice.
    public static let draftLineCharacters = 200
    public static let draftHelpCharacters = 2000
    public static let draftConditionCharacters = 2000
    /// Findings printed of one run of the checker.
    public static let findings = 200
}
