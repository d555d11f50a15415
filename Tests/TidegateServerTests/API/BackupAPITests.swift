import Testing
import TidegateModel

@testable import TidegateServer

@Suite("Backups by the API")
struct BackupAPITests {
    private func post(_ browser: Browser) async throws -> Reply {
        try await browser.send(
            .post, "/api/backups",
            [("Sec-Fetch-Site", "same-origin"), ("X-Form-Token", try await browser.formToken)])
    }

    @Test func `are made and listed by administrators alone`() async throws {
        let scratch = ScratchFolder()
        defer { scratch.remove() }
        let site = try await Site { $0.backups.folder = scratch.path }
        let ada = try await site.browser(signedInAs: "ada")
        #expect(try await ada.get("/api/backups").text == #"{"backups":[]}"#)
        let made = try await post(ada)
        #expect(made.status == .created)
        #expect(made.text.contains(#""file":"tidegate-"#) && made.text.contains(#""changes":"#))
        #expect(!made.text.contains(scratch.path), "where it lies is nobody's business")
        site.clock.advance(.hours(1))
        _ = try await post(ada)
        let list = try await ada.get("/api/backups").text
        #expect(list.matches(of: /"file":"tidegate-/).count == 2)
        let ann = try await site.browser(signedInAs: "ann")
        #expect(try await ann.get("/api/backups").status == .forbidden)
        #expect(try await post(ann).status == .forbidden)
    }

    @Test func `are not there where the server makes none`() async throws {
        let site = try await Site()
        let ada = try await site.browser(signedInAs: "ada")
        let answer = try await ada.get("/api/backups")
        #expect(answer.status == .notFound && answer.text.contains("backup_folder"))
    }
}
