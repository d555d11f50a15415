#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two streams, and whether someone is looking at them.
enum Terminal {
    static let isInteractive = isatty(STDOUT_FILENO) != 0
    static let showsProgress = isatty(STDERR_FILENO) != 0

    static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

    static func error(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Without an end of line, for progress.
    static func progress(_ text: String) { write(text, to: STDERR_FILENO) }

    /// - Returns: `false` when nobody reads on.
    static func write(_ bytes: ArraySlice<UInt8>) -> Bool { write(bytes, to: STDOUT_FILENO) }

    private static func write(_ text: String, to file: Int32) {
        _ = write(Array(text.utf8)[...], to: file)
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32) -> Bool {
        var bytes = bytes
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            guard written > 0 else { return false }
            bytes = bytes.dropFirst(written)
        }
        return true
    }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}

/// Colours, only where a person looks on and has not asked for none (https://no-color.org).
enum Style {
    private static let isOn = Terminal.isInteractive && getenv("NO_COLOR") == nil

    static func good(_ text: String) -> String { paint(text, "32") }
    static func bad(_ text: String) -> String { paint(text, "31") }
    static func strong(_ text: String) -> String { paint(text, "1") }
    static func faint(_ text: String) -> String { paint(text, "2") }

    private static func paint(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// For a terminal: what a record holds must not move the cursor or change colours. A control
    /// character becomes its picture (Unicode block "Control Pictures"), a line break a sign.
    var printable: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0a: text.append("⏎")
            case 0..<0x20: text.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{fffd}")
            case 0x7f..<0xa0: text.append("\u{2421}")
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { value < 0x20 || (0x7f..<0xa0).contains(value) }
}
