import CWebFiles
import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The files the pages are made of: built into the program, or read from a folder while someone
/// works on them.
struct WebFiles: Sendable {
    struct File: Sendable {
        let bytes: [UInt8]
        /// Part of the address, so that a browser may keep the file for ever.
        let version: String
    }

    private let files: [String: File]

    /// - Parameter folder: `nil` for what was built in.
    init(folder: String? = nil) throws {
        var files: [String: File] = [:]
        for (name, bytes) in try folder.map(Self.read) ?? Self.builtIn() {
            files[name] = File(bytes: bytes, version: String(Digest.sha256Hex(bytes).prefix(12)))
        }
        self.files = files
    }

    subscript(name: String) -> File? { files[name] }

    /// Names that begin so, sorted.
    func names(in folder: String) -> [String] {
        files.keys.filter { $0.hasPrefix(folder) }.sorted()
    }

    func text(_ name: String) -> String? {
        files[name].map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private static func builtIn() -> [(String, [UInt8])] {
        var count = 0
        // The table and what it points at are constants of the program.
        let table = UnsafeBufferPointer(start: tg_web_files(&count), count: count)
        return table.map { file in
            (
                String(cString: file.name),
                Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
            )
        }
    }

    private static func read(_ folder: String) throws -> [(String, [UInt8])] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.compactMap { name in
            let path = URL(filePath: folder).appending(path: name).path
            guard let data = FileManager.default.contents(atPath: path) else { return nil }
            return (name, Array(data))
        }
    }
}
