#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Work on files that must be right even when the machine stops in its midst.
package enum StoreFiles {
    /// A workspace's file, and those that a driver keeps beside it.
    package static let ends = ["", "-wal", "-shm", "-journal"]

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isFolder(_ path: String) -> Bool {
        var found = stat()
        return stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
    }

    package static func bytes(_ path: String) -> Int64? {
        var found = stat()
        return stat(path, &found) == 0 ? Int64(found.st_size) : nil
    }

    static func hasContent(_ path: String) -> Bool { bytes(path) ?? 0 > 0 }

    /// An empty file that only its owner may read: it is to hold everything there is.
    package static func makePrivate(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("made", path) }
        close(file)
    }

    @discardableResult
    package static func remove(_ path: String) -> Bool { unlink(path) == 0 }

    /// Takes the place of a file of that name in one step.
    package static func rename(_ path: String, to name: String) throws {
        guard systemRename(path, name) == 0 else { throw failure("renamed", path) }
    }

    /// A second name for the file; no, where the file system knows no such thing.
    package static func link(_ path: String, as name: String) -> Bool {
        systemLink(path, name) == 0
    }

    /// A file's bytes, or a folder's names, are on disk when this returns.
    package static func makeDurable(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("opened", path) }
        defer { close(file) }
        // Some file systems cannot do it for a folder and say so.
        guard fsync(file) == 0 || errno == EINVAL else { throw failure("made durable", path) }
    }

    private static func failure(_ what: String, _ path: String) -> StoreError {
        errno == ENOSPC || errno == EDQUOT
            ? .diskFull
            : .failed(detail: "\(path) could not be \(what): \(String(cString: strerror(errno)))")
    }

    /// Held until it goes, or the program does: one at a time works in the folder.
    package final class FolderLock: Sendable {
        private let file: Int32

        /// `nil` when another has it. Where the file system knows no locks, everyone gets it.
        package init?(_ folder: String) {
            file = open(folder, O_RDONLY | O_CLOEXEC)
            guard file < 0 || flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
                close(file)
                return nil
            }
        }

        deinit { if file >= 0 { close(file) } }
    }
}

private func systemRename(_ path: String, _ name: String) -> Int32 { rename(path, name) }
private func systemLink(_ path: String, _ name: String) -> Int32 { link(path, name) }
