import TidegateEngine
import TidegateModel
import TidegateScript

extension Site {
    /// A site where ann is a clerk: she keeps crates without seeing what they cost, and reads boxes.
    static func withClerk() async throws -> Site {
        let site = try await Site(packs: ["base"])
        let pack = PackFiles(
            name: "clerks",
            files: [
                "pack.lua": """
                pack "clerks" { version = "1.0.0", label = "Clerks", requires = { base = "^1.0" } }
                """,
                "objects/crate.lua": """
                object "Crate" {
                  label = "Crate",
                  text "name" { required = true }, integer "size", money "cost",
                }
                object "Box" { label = "Box", plural = "Boxes", text "name" { required = true } }
                """,
                "access/clerk.lua": """
                access "clerk" {
                  label = "Clerk",
                  Crate = { create = true, read = true, update = true, hide = { "cost" } },
                  Box   = { read = true },
                }
                """,
            ].map { PackFiles.File(path: $0.key, text: Array($0.value.utf8)) })
        _ = try await site.engine.install([PackFolder.read(rules("base")), pack])
        let ann = try await site.engine.actor(login: "ann")
        guard let user = ann.user else { return site }
        _ = try await site.engine.create(
            "UserRole", ["user": .reference(user), "role": .text("clerk")], as: .system,
            through: .command
        ).get()
        return site
    }
}
