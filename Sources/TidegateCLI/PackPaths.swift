import ArgumentParser
import TidegateEngine
import TidegateScript

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Folders of packs, and those beside them that they require.
struct PackPaths {
    private let paths: [String]

    init(_ paths: [String]) { self.paths = paths }

    var names: [String] { paths.map { URL(filePath: $0).standardizedFileURL.lastPathComponent } }

    func folder(of pack: String) -> String {
        zip(names, paths).first { $0.0 == pack }?.1 ?? sibling(pack)
    }

    func read() throws -> [PackFiles] { try paths.map(PackFolder.read) }

    /// The named packs and, from the folders beside them, whatever they require.
    func all() throws -> [PackFiles] {
        var found = try read()
        var open = found
        while let pack = open.popLast() {
            for name in try PackSet.requirements(of: pack)
            where !found.contains(where: { $0.name == name }) {
                guard FileManager.default.fileExists(atPath: sibling(name) + "/pack.lua") else {
                    continue
                }
                let required = try PackFolder.read(sibling(name))
                found.append(required)
                open.append(required)
            }
        }
        return found
    }

    /// The same; what is not beside is taken from the workspace, if there is one.
    func all(or workspace: FolderOptions) async throws -> [PackFiles] {
        let found = try all()
        let missing = Set(try found.flatMap(PackSet.requirements)).subtracting(found.map(\.name))
        guard !missing.isEmpty, workspace.exists else { return found }
        let installed = try await workspace.open { try await $0.installedPackFiles() }
        return found + installed.filter { pack in !found.contains { $0.name == pack.name } }
    }

    private func sibling(_ name: String) -> String {
        let parent = URL(filePath: paths.first ?? ".").standardizedFileURL
            .deletingLastPathComponent()
        return parent.appending(path: name).path
    }
}
