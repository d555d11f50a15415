import CCrypto
import TidegateModel

/// A password as the workspace keeps it: scrypt's key with its salt and what it cost, so that the
/// cost can be raised and old hashes are made anew when their owners sign in.
///
///     $scrypt$ln=15,r=8,p=3$SALT$KEY
struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    struct Cost: Hashable, Sendable {
        /// The binary logarithm of N.
        var logN: Int
        var r: Int
        var p: Int

        /// 32 MiB for about a quarter of a second. Of the sets that the OWASP Password Storage Cheat
        /// Sheet calls equally strong (N=2^17 p=1 … N=2^13 p=10) the one whose memory fits beside a
        /// workspace on a small machine when ``ServerLimits/passwordThreads`` are hashed at once.
        static let current = Cost(logN: 15, r: 8, p: 3)

        /// Bytes scrypt needs: 128·N·r for its table, 128·r·p and some besides.
        /// Source: RFC 7914, sections 2 and 6.
        var memoryBytes: UInt64 { UInt64(128 * r * ((1 << logN) + p + 2)) + (1 << 20) }

        /// What a stored hash may ask for: a damaged one must not take the machine down.
        var isSane: Bool {
            (10...20).contains(logN) && (1...16).contains(r) && (1...16).contains(p)
        }
    }

    let cost: Cost
    let salt: [UInt8]
    let key: [UInt8]

    static let saltBytes = 16
    static let keyBytes = 32

    /// - Throws: when the machine has not the memory for it.
    init(of password: String, cost: Cost = .current, salt: [UInt8]? = nil) throws {
        var generator = SystemRandomNumberGenerator()
        self.cost = cost
        self.salt =
            salt
            ?? (0..<Self.saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        key = try Self.derive(password, cost, self.salt)
    }

    /// One that no password is known to fit, made without the work.
    init(unmatchable cost: Cost, key: [UInt8], salt: [UInt8]) {
        self.cost = cost
        self.salt = Array(salt.prefix(Self.saltBytes))
        self.key = key
    }

    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = Secret.bytes(fromBase64URL: parts[3]),
            let key = Secret.bytes(fromBase64URL: parts[4]), key.count == Self.keyBytes
        else { return nil }
        let numbers = parts[2].split(separator: ",").map { $0.split(separator: "=").last ?? "" }
        guard numbers.count == 3, let logN = Int(numbers[0]), let r = Int(numbers[1]),
            let p = Int(numbers[2])
        else { return nil }
        cost = Cost(logN: logN, r: r, p: p)
        guard cost.isSane else { return nil }
        self.salt = salt
        self.key = key
    }

    var description: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Secret.base64URL(salt))"
            + "$\(Secret.base64URL(key))"
    }

    /// Takes the same time wherever two keys begin to differ.
    func matches(_ password: String) throws -> Bool {
        let other = try Self.derive(password, cost, salt)
        return CRYPTO_memcmp(key, other, Self.keyBytes) == 0
    }

    private static func derive(
        _ password: String, _ cost: Cost, _ salt: [UInt8]
    ) throws -> [UInt8] {
        var key = [UInt8](repeating: 0, count: keyBytes)
        var text = password
        let isDone = text.withUTF8 { password in
            password.withMemoryRebound(to: CChar.self) { password in
                EVP_PBE_scrypt(
                    password.baseAddress, password.count, salt, salt.count, 1 << UInt64(cost.logN),
                    UInt64(cost.r), UInt64(cost.p), cost.memoryBytes, &key, key.count)
            }
        }
        guard isDone == 1 else { throw SignInSentences.noMemory() }
        return key
    }
}
