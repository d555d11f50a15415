import TidegateModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file without a name while it is written: when the program ends in its midst, even by `kill -9`, no
/// half file is left. Where the file system cannot do that, it has a hidden name that goes with it.
public final class ScratchFile: Sendable {
    private let descriptor: Int32
    private let folder: String
    private let hiddenName: String?

    /// - Parameter folder: where it is to be kept, if it is to be.
    /// - Throws: `file.write`.
    public init(in folder: String = ScratchFile.spareFolder) throws {
        self.folder = folder
        #if os(Linux)
            // Source: open(2). Glibc's macro is not one that Swift sees.
            let nameless = open(folder, O_RDWR | O_CLOEXEC | O_DIRECTORY | 0o20000000, 0o600)
            if nameless >= 0 {
                descriptor = nameless
                hiddenName = nil
                return
            }
        #endif
        let name = "\(folder)/.tidegate-\(getpid())-\(SystemTime.monotonicNanoseconds())"
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Self.failure("The folder \(folder) cannot be written to")
        }
        hiddenName = name
    }

    deinit {
        close(descriptor)
        if let hiddenName { unlink(hiddenName) }
    }

    /// For files that may be large and last for a moment: by custom on a disk, where `/tmp` may be in memory.
    public static var spareFolder: String {
        access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"
    }

    /// - Throws: `file.write`.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let written = systemWrite(descriptor, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure("The file cannot be written") }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// The next bytes from there on; none at the end.
    ///
    /// - Throws: `file.read`.
    public func bytes(from offset: Int, upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, found in
            var got = -1
            repeat {
                got = pread(descriptor, buffer.baseAddress, count, off_t(offset))
            } while got
                < 0 && errno == EINTR
            guard got >= 0 else {
                throw TidegateError(
                    .unavailable, "file.read", "The file cannot be read: \(Self.why).")
            }
            found = got
        }
    }

    /// Gives it its name, in place of a file that has it, in one step; it is on disk when this returns.
    ///
    /// - Throws: `file.write`.
    public func keep(as path: String) throws {
        guard fsync(descriptor) == 0 else { throw Self.failure("\(path) cannot be written") }
        fchmod(descriptor, 0o644 & ~Self.mask)
        let name = hiddenName ?? "\(folder)/.tidegate-\(getpid())-\(descriptor)"
        #if os(Linux)
            if hiddenName == nil {
                unlink(name)
                let link = "/proc/self/fd/\(descriptor)"
                guard linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 else {
                    throw Self.failure("\(path) cannot be written")
                }
            }
        #endif
        guard rename(name, path) == 0 else {
            let failure = Self.failure("\(path) cannot be written")
            unlink(name)
            throw failure
        }
    }

    private static var mask: mode_t {
        let mask = umask(0)
        umask(mask)
        return mask
    }

    private static var why: String { String(cString: strerror(errno)) }

    private static func failure(_ what: String) -> TidegateError {
        TidegateError(
            .unavailable, "file.write", "\(what): \(why).",
            hint: errno == ENOSPC || errno == EDQUOT
                ? "Make room on the disk, or name a file on another one." : nil)
    }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
