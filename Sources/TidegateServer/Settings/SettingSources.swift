import TidegateModel

/// Where settings come from, the later ones over the earlier: a file, the environment, the command
/// line. What nobody knows is an error everywhere, so that no setting is ever silently without effect.
///
///     # tidegate.conf
///     port = 8443
///     session_idle = 8 hours
public struct SettingSources {
    public private(set) var settings: ServerSettings

    public init(_ settings: ServerSettings = ServerSettings()) {
        self.settings = settings
    }

    /// - Parameter name: for errors.
    public mutating func read(file text: String, name: String) throws {
        var seen: [String: Int] = [:]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = Self.trimmed(line)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            do {
                let parts = line.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw SettingSentences.noEquals(String(line)) }
                let key = Self.trimmed(parts[0])
                if let first = seen.updateValue(index + 1, forKey: key) {
                    throw SettingSentences.twice(key, first: first)
                }
                try set(key, Self.trimmed(parts[1]))
            } catch let error as TidegateError {
                throw SettingSentences.at("\(name):\(index + 1)", error)
            }
        }
    }

    public mutating func read(environment: [String: String]) throws {
        let ours = environment.filter { $0.key.hasPrefix("TIDEGATE_") }
        for (variable, text) in ours.sorted(by: { $0.key < $1.key })
        where !Self.othersVariables.contains(variable) {
            let name = variable.dropFirst("TIDEGATE_".count).lowercased()
            do { try set(name, text) } catch let error as TidegateError {
                throw SettingSentences.at("$\(variable)", error)
            }
        }
    }

    /// `port=8443`, as it stands behind `--set`.
    public mutating func read(argument: String) throws {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        do {
            guard parts.count == 2 else { throw SettingSentences.noEquals(argument) }
            try set(Self.trimmed(parts[0]), Self.trimmed(parts[1]))
        } catch let error as TidegateError {
            throw SettingSentences.at("--set \(argument)", error)
        }
    }

    private mutating func set(_ name: String, _ text: String) throws {
        try SettingTable.named(name).read(&settings, text)
    }

    /// Of the scripts that test the program.
    private static let othersVariables: Set<String> = [
        "TIDEGATE_PROGRAM", "TIDEGATE_PYTHON_ENV",
    ]

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}

extension ServerSettings {
    /// As a file that says what these settings are, each with what it is for.
    public var file: String {
        SettingTable.all.map { setting in
            "# \(setting.help)\n# \(setting.form)\n\(setting.name) = \(setting.write(self))\n"
        }.joined(separator: "\n")
    }
}
