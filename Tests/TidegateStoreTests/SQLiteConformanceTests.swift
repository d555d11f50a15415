import Testing
import TidegateStore
import TidegateTesting

@Suite("The SQLite store")
struct SQLiteConformanceTests {
    @Test("in a file", arguments: StoreConformance.all)
    func file(_ test: StoreConformance.Case) async throws {
        try await withScratchFolder { folder in
            let files = Counter()
            try await test.run(
                StoreMaker(readsBesideWrites: true) { faults in
                    var options = SQLiteStore.Options()
                    options.faults = faults
                    return try SQLiteStore.open(
                        path: "\(folder)/\(files.next()).tidegate", options: options)
                })
        }
    }

    @Test("in memory", arguments: StoreConformance.all)
    func memory(_ test: StoreConformance.Case) async throws {
        try await test.run(
            StoreMaker(readsBesideWrites: false) { faults in
                var options = SQLiteStore.Options()
                options.faults = faults
                return try SQLiteStore.inMemory(options: options)
            })
    }
}
