import Dispatch
import TidegateModel

/// Hashes passwords on threads of its own, a few at a time: scrypt takes long and much memory on
/// purpose, which must not hold up those who are in already.
final class PasswordHashing: Sendable {
    private let lanes: [DispatchQueue]
    private let waiting = Lock(0)
    private let cost: PasswordHash.Cost
    /// Compared with when there is nothing to compare with, so that an unknown login takes as long
    /// as a wrong password.
    private let nobody: PasswordHash

    init(cost: PasswordHash.Cost = .current) {
        self.cost = cost
        lanes = (1...ServerLimits.passwordThreads).map { DispatchQueue(label: "password \($0)") }
        nobody = PasswordHash(
            unmatchable: cost, key: Secret.random().digest, salt: Secret.random().digest)
    }

    func hash(_ password: String) async throws -> PasswordHash {
        try await run { [cost] in try PasswordHash(of: password, cost: cost) }
    }

    /// - Parameter hash: `nil` when there is none; takes the same time and is never right.
    func matches(_ password: String, _ hash: PasswordHash?) async throws -> Bool {
        let other = hash ?? nobody
        return try await run { try other.matches(password) } && hash != nil
    }

    func isOutdated(_ hash: PasswordHash) -> Bool { hash.cost != cost }

    private func run<Answer: Sendable>(
        _ body: @escaping @Sendable () throws -> Answer
    ) async throws -> Answer {
        let place = waiting.withLock { waiting -> Int? in
            guard waiting < ServerLimits.passwordsWaiting else { return nil }
            waiting += 1
            return waiting
        }
        guard let place else { throw SignInSentences.busy() }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            lanes[place % lanes.count].async {
                continuation.resume(with: Result { try body() })
            }
        }
    }
}
