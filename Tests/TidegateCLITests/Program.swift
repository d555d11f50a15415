import Foundation

/// The built program, run as a person runs it.
struct Program {
    struct Result {
        var code: Int32
        var wasKilled: Bool
        var output: String
        var errors: String

        var all: String { output + errors }
    }

    /// A folder of its own, gone with ``remove()``.
    let folder: URL

    init() throws {
        folder = URL(filePath: NSTemporaryDirectory())
            .appending(path: "tidegate-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Beside the test bundle: both come from the same build.
    static let path: URL = {
        let test = URL(filePath: ProcessInfo.processInfo.arguments[0])
        var place = test.deletingLastPathComponent()
        while place.path != "/" {
            let candidate = place.appending(path: "tidegate")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            place = place.deletingLastPathComponent()
        }
        return test
    }()

    /// The repository, for its packs.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @discardableResult
    func run(_ arguments: String...) throws -> Result { try run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = Self.path
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let (output, errors) = (folder.appending(path: ".out"), folder.appending(path: ".err"))
        for file in [output, errors] {
            try Data().write(to: file)
        }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }
}
