import Testing
import TidegateModel

@testable import TidegateEngine

@Suite("Long questions of one user")
struct ReadingTurnsTests {
    private let ann = RecordID(number: 1)
    private let bob = RecordID(number: 2)

    @Test("are a few at once; other people's are not held up")
    func atOnce() async {
        let turns = ReadingTurns()
        let most = Lock((now: 0, most: 0))
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await turns.taken(by: ann) {
                        most.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        arrived.yield()
                        for await _ in gate { break }
                        most.withLock { $0.now -= 1 }
                    }
                }
            }
            var arrivals = arrivals.makeAsyncIterator()
            for _ in 0..<EngineLimits.readingsAUser { await arrivals.next() }
            // Ann has all she may have; Bob, and whoever is no user, go on.
            #expect(await turns.taken(by: bob) { 1 } == 1)
            #expect(await turns.taken(by: nil) { 2 } == 2)
            opener.finish()
        }
        #expect(most.withLock { $0.most } == EngineLimits.readingsAUser)
        #expect(most.withLock { $0.now } == 0)
    }

    @Test("give their turn back when they fail")
    func failing() async {
        struct Stopped: Error {}
        let turns = ReadingTurns()
        for _ in 0..<10 {
            await #expect(throws: Stopped.self) {
                try await turns.taken(by: ann) { throw Stopped() }
            }
        }
        #expect(await turns.taken(by: ann) { 3 } == 3)
    }
}
