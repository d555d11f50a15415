import TidegateModel
import TidegateStore

/// What is said about backups, and about what is made of them.
enum BackupSentences {
    static func exists(_ path: String) -> TidegateError {
        TidegateError(
            .conflict, "backup.exists", "There is a file \(path) already.",
            hint: "Name another file: a backup never takes the place of one.")
    }

    static func noFolder(_ path: String) -> TidegateError {
        TidegateError(
            .unavailable, "backup.no_folder", "The folder \(path) is not there or not readable.",
            hint: "Make it, or name another one.")
    }

    static func cannotWrite(_ path: String, _ detail: String) -> TidegateError {
        TidegateError(
            .unavailable, "backup.not_writable", "\(path) cannot be written.",
            hint: "Whoever runs tidegate needs the right to write into its folder.", cause: detail)
    }

    static func busy(_ folder: String) -> TidegateError {
        TidegateError(
            .conflict, "backup.busy", "Another backup is being made in \(folder).",
            hint: "Wait until it is done.")
    }

    static func notRemoved(_ path: String) -> TidegateError {
        TidegateError(
            .unavailable, "backup.not_removed", "The old backup \(path) cannot be removed.",
            hint: "Whoever runs tidegate needs the right to write into its folder.")
    }

    /// Of making a copy: the workspace itself is as it was.
    static func copying(_ error: StoreError) -> TidegateError {
        switch error {
        case .diskFull:
            TidegateError(
                .unavailable, "backup.disk_full", "The disk is full; no copy was made.",
                hint: "Free some space there, or name another folder.")
        case .damaged, .notUnique, .stale, .newerFormat, .notAWorkspace, .unfinished, .busy,
            .tooLong, .failed:
            Sentences.storeFailed(error)
        }
    }

    // MARK: Restoring

    static func noFile(_ path: String) -> TidegateError {
        TidegateError(.notFound, "backup.missing", "There is no file \(path).")
    }

    /// Why nothing is made of this file.
    static func unusable(_ path: String, _ error: StoreError) -> TidegateError {
        switch error {
        case .newerFormat(let found, let known):
            TidegateError(
                .unavailable, "backup.newer",
                "\(path) has format \(found); this program knows up to \(known).",
                hint: "Use the tidegate that made it, or a newer one.")
        case .notAWorkspace:
            TidegateError(
                .invalid, "backup.foreign", "\(path) is not a Tidegate workspace.",
                hint: "tidegate backup makes one.")
        case .damaged(let detail):
            TidegateError(
                .invalid, "backup.damaged", "\(path) is damaged.", hint: "Take another backup.",
                cause: detail)
        case .unfinished:
            TidegateError(
                .conflict, "backup.unfinished",
                "\(path) is not whole: its last writes stand in a log beside it.",
                hint: "It is a workspace in use, or one whose program was killed: "
                    + "tidegate backup makes a whole file of it.")
        case .notUnique, .stale, .busy, .tooLong, .diskFull, .failed:
            Sentences.storeFailed(error)
        }
    }

    static func workspaceExists(_ folder: String) -> TidegateError {
        TidegateError(
            .conflict, "backup.workspace_exists", "The folder \(folder) holds a workspace already.",
            hint: "Name a new folder with -w, or put the old file aside with --replace.")
    }

    static func inUse(_ folder: String) -> TidegateError {
        TidegateError(
            .conflict, "backup.in_use", "A program has the workspace in \(folder) open.",
            hint: "End it first: a server with SIGTERM or Ctrl-C.")
    }
}
