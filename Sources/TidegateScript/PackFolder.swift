import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads a pack from its folder.
public enum PackFolder {
    /// - Throws: one sentence on what is wrong with the folder: not there, too large, not text.
    public static func read(_ path: String) throws -> PackFiles {
        let folder = URL(filePath: path).standardizedFileURL
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: folder.path) else {
            throw refusal("pack.not_found", "There is no folder \(path).", .notFound)
        }
        guard attributes[.type] as? FileAttributeType == .typeDirectory else {
            throw refusal(
                "pack.not_a_folder", "\(path) is a file; a pack is a folder with pack.lua.")
        }
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
        guard paths.count <= PackLimits.files else {
            throw refusal(
                "pack.too_large",
                "\(path) holds \(paths.count) files; \(PackLimits.files) is the most.")
        }
        guard paths.contains("pack.lua") else {
            throw refusal(
                "pack.missing", "\(path) has no pack.lua.",
                hint: "Begin it with: pack \"\(folder.lastPathComponent)\" { version = \"1.0.0\" }")
        }
        let files = try paths.sorted().compactMap { try file($0, in: folder) }
        return PackFiles(name: folder.lastPathComponent, files: files)
    }

    /// Writes the pack into a new folder.
    ///
    /// - Throws: `pack.folder_exists` when something is there: nothing is overwritten.
    public static func write(_ pack: PackFiles, to path: String) throws {
        let folder = URL(filePath: path).standardizedFileURL
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw refusal("pack.folder_exists", "There is something at \(path) already.", .conflict)
        }
        for file in pack.files {
            let place = folder.appending(path: file.path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text).write(to: place)
        }
    }

    private static func file(_ path: String, in folder: URL) throws -> PackFiles.File? {
        let url = folder.appending(path: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
        guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
        let bytes = [UInt8](try Data(contentsOf: url, options: .alwaysMapped))
        guard bytes.count <= PackLimits.fileBytes else {
            throw refusal(
                "pack.too_large",
                "\(path) is larger than \(PackLimits.fileBytes >> 10) KiB; keep data out of packs.")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw refusal("pack.not_text", "\(path) is not UTF-8 text.")
        }
        return PackFiles.File(path: path, text: bytes)
    }

    private static func refusal(
        _ code: String, _ message: String, _ kind: TidegateError.Kind = .invalid,
        hint: String? = nil
    ) -> TidegateError {
        TidegateError(kind, code, message, hint: hint)
    }
}
