import TidegateModel
import TidegateStore

/// A backup in a folder of backups, known by its name: `tidegate-2026-11-22T081500Z.db`.
public struct BackupFile: Hashable, Sendable {
    public let path: String
    /// When it was begun, to the second.
    public let at: Instant
    public let bytes: Int64

    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    static let prefix = "tidegate-"
    static let suffix = ".db"
    /// A file under this name is not finished.
    static let unfinished = ".part"

    static func name(_ at: Instant) -> String {
        prefix + stamp(at) + suffix
    }

    /// `2026-11-22T081500Z`: colons are not allowed in names everywhere.
    static func stamp(_ at: Instant) -> String {
        let second = Instant(milliseconds: at.milliseconds.floorDivided(by: 1000) * 1000)
        return second.description.replacing(":", with: "")
    }

    /// When the backup of this name was begun; `nil`: the name is not one of ours.
    static func time(ofName name: String) -> Instant? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let stamp = name.dropFirst(prefix.count).dropLast(suffix.count)
        let parts = stamp.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 7 else { return nil }
        let clock = Array(parts[1])
        let at = Instant(
            "\(parts[0])T\(String(clock[0...1])):\(String(clock[2...3])):\(String(clock[4...]))")
        // Only a name that would be given again: nothing else is ever removed.
        return at.flatMap { Self.name($0) == name ? $0 : nil }
    }
}

/// Which backups of a folder stay. One stays when either rule keeps it, and the newest always does.
public struct BackupRule: Hashable, Sendable {
    /// The newest so many.
    public var count: Int?
    /// Those that are not older.
    public var age: Span?

    /// With neither, all stay.
    public init(count: Int? = nil, age: Span? = nil) {
        self.count = count
        self.age = age
    }

    /// What goes, oldest first.
    func surplus(_ files: [BackupFile], at now: Instant) -> [BackupFile] {
        guard count != nil || age != nil else { return [] }
        let newestFirst = files.sorted { $0.at > $1.at }
        return newestFirst.enumerated().dropFirst().filter { place, file in
            let isCounted = count.map { place < $0 } ?? false
            let isYoung = age.map { now - file.at <= $0 } ?? false
            return !isCounted && !isYoung
        }.map(\.element).reversed()
    }
}
