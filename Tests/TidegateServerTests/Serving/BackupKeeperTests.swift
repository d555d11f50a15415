import Foundation
import Logging
import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("Backups of a running server")
struct BackupKeeperTests {
    private func keeper(_ site: Site) -> BackupKeeper {
        BackupKeeper(
            engine: site.engine, plan: site.server.settings.backups, record: site.server.backups,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("are made when the newest is older than it may be, and old ones go")
    func due() async throws {
        let scratch = ScratchFolder()
        defer { scratch.remove() }
        let site = try await Site(packs: []) { settings in
            settings.backups = BackupPlan(
                folder: scratch.path, every: .hours(6), count: 2, days: 0)
        }
        let (keeper, folder) = (keeper(site), BackupFolder(scratch.path))
        var counts: [Int] = []
        for hours in [0, 5, 1, 1, 6, 6] as [Int64] {
            site.clock.advance(.hours(hours))
            await keeper.look(folder)
            counts.append(try folder.files().count)
        }
        #expect(counts == [1, 1, 2, 2, 2, 2])
        site.clock.advance(.minutes(30))
        let text = try await site.send(.get, "/metrics", address: "127.0.0.1").text
        #expect(text.contains("\ntidegate_backup_age_seconds 1800\n"))
        #expect(text.contains("\ntidegate_backup_failures_total 0\n"))
    }

    @Test("that fail are counted, told to administrators, and tried again a while later")
    func failing() async throws {
        let scratch = ScratchFolder()
        defer { scratch.remove() }
        let place = scratch.path + "/later"
        let site = try await Site { $0.backups.folder = place }
        let (keeper, folder) = (keeper(site), BackupFolder(place))
        await keeper.look(folder)
        await keeper.look(folder)
        #expect(site.server.backups.now.failures == 1)
        let ada = try await site.browser(signedInAs: "ada")
        let page = try await ada.get("/admin/outbox").text
        #expect(page.contains("The last backup failed. No backup was made yet."))
        #expect(page.contains("later is not there or not readable."))
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        await keeper.look(folder)
        #expect(try folder.files().isEmpty)
        site.clock.advance(.minutes(10))
        await keeper.look(folder)
        #expect(try folder.files().count == 1)
        let mended = try await ada.get("/admin/outbox").text
        #expect(mended.contains("Last backup: ") && !mended.contains("failed."))
        let metrics = try await site.send(.get, "/metrics", address: "127.0.0.1").text
        #expect(metrics.contains("\ntidegate_backup_failures_total 1\n"))
    }

    @Test("are not made where no folder is named, and the page says so")
    func none() async throws {
        let site = try await Site()
        let page = try await site.browser(signedInAs: "ada").get("/admin/outbox").text
        #expect(page.contains("No backups are made by this server"))
        let metrics = try await site.send(.get, "/metrics", address: "127.0.0.1").text
        #expect(!metrics.contains("tidegate_backup"))
    }
}
