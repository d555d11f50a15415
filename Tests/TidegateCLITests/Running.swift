import Foundation

/// A program that goes on until it is told to end.
final class Running {
    let process = Process()
    private let errors: URL

    init(_ program: Program, _ arguments: [String], environment: [String: String] = [:]) throws {
        errors = program.folder.appending(path: "serve-\(arguments.count).err")
        try Data().write(to: errors)
        process.executableURL = Program.path
        process.arguments = arguments
        process.currentDirectoryURL = program.folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    var said: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// The first text that fits, waited for.
    func word(_ pattern: String) async throws -> String? {
        for _ in 0..<300 {
            if let found = said.range(of: pattern, options: .regularExpression) {
                return String(said[found])
            }
            guard process.isRunning else { return nil }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    /// The exit code; `nil` when it does not end in time.
    func ended() async throws -> Int32? {
        for _ in 0..<300 {
            if !process.isRunning { return process.terminationStatus }
            try await Task.sleep(for: .milliseconds(50))
        }
        process.terminate()
        return nil
    }
}
