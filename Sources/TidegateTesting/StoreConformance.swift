import TidegateModel
import TidegateStore

/// What every driver of the store must do, as a library that each driver's tests run.
///
///     @Test(arguments: StoreConformance.all)
///     func conforms(_ test: StoreConformance.Case) async throws {
///         try await test.run(StoreMaker { try SQLiteStore.inMemory() })
///     }
public enum StoreConformance {
    public struct Case: Sendable, CustomStringConvertible {
        /// A sentence: what the store does.
        public let name: String
        public let run: @Sendable (StoreMaker) async throws -> Void

        public var description: String { name }

        init(_ name: String, _ run: @escaping @Sendable (StoreMaker) async throws -> Void) {
            self.name = name
            self.run = run
        }
    }

    public static let all: [Case] =
        records + queries + pages + schemas + transactions + histories + drawers + searches
        + backups
        + faults
}

/// Makes empty stores of one driver.
public struct StoreMaker: Sendable {
    private let make: @Sendable (StoreFaults?) async throws -> any Store
    /// Whether the driver lets a test make it fail at named points.
    let hasFaults: Bool
    /// Whether a reading can go on while a writing commits.
    let readsBesideWrites: Bool

    public init(
        readsBesideWrites: Bool = true, _ make: @escaping @Sendable () async throws -> any Store
    ) {
        self.make = { _ in try await make() }
        hasFaults = false
        self.readsBesideWrites = readsBesideWrites
    }

    package init(
        readsBesideWrites: Bool,
        faulty: @escaping @Sendable (StoreFaults?) async throws -> any Store
    ) {
        make = faulty
        hasFaults = true
        self.readsBesideWrites = readsBesideWrites
    }

    func store(faults: StoreFaults? = nil) async throws -> any Store { try await make(faults) }

    /// A store that is closed whatever the body does.
    func withStore(
        _ schema: Schema = Sample.schema, faults: StoreFaults? = nil,
        _ body: (any Store) async throws -> Void
    ) async throws {
        let store = try await make(faults)
        do {
            try await store.prepare(schema)
            try await body(store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}

/// A driver does not do what it must.
public struct ConformanceFailure: Error, CustomStringConvertible {
    public let description: String
}

func expect(
    _ isTrue: Bool, _ sentence: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) throws {
    guard isTrue else { throw ConformanceFailure(description: "\(file):\(line): \(sentence())") }
}

func expectEqual<Value: Equatable>(
    _ found: Value, _ wanted: Value, file: StaticString = #fileID, line: UInt = #line
) throws {
    try expect(found == wanted, "found \(found), want \(wanted)", file: file, line: line)
}

/// Runs the body, which must throw this error.
func expectError<Answer>(
    _ wanted: StoreError, file: StaticString = #fileID, line: UInt = #line,
    _ body: () async throws -> Answer
) async throws {
    do {
        _ = try await body()
    } catch let error as StoreError {
        return try expectEqual(error, wanted, file: file, line: line)
    }
    try expect(false, "nothing was thrown, want \(wanted)", file: file, line: line)
}

/// Thrown by bodies of tests to be undone.
struct Refused: Error, Equatable {}
