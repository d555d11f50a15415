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
        /// For a browser that takes gzip; `nil` when that is no shorter.
        let packed: [UInt8]?

        init(_ name: String, _ bytes: [UInt8]) {
            self.bytes = bytes
            packed = name.hasPrefix("static/") ? Gzip.packed(bytes) : nil
        }
    }

    private let files: [String: File]
    /// Part of the address of each static file, so that a browser may keep it for ever. One for all
    /// of them, so that a module's `import "./toast.js"` leads to the file of the same version.
    let version: String

    /// - Parameter folder: `nil` for what was built in.
    init(folder: String? = nil) throws {
        var files: [String: File] = [:]
        for (name, bytes) in try folder.map(Self.read) ?? Self.builtIn() {
            files[name] = File(name, bytes)
        }
        self.files = files
        var all: [UInt8] = []
        for (name, file) in files.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("static/") {
            all += Array(name.utf8) + file.bytes
        }
        version = String(Digest.sha256Hex(all).prefix(12))
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
