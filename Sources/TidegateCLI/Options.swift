import ArgumentParser
import Logging
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false
}

/// What every command that opens a workspace takes.
struct WorkspaceOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "The workspace's folder.")
    var workspace = "."

    @Option(name: .customLong("as"), help: "Act as this user (login).")
    var user: String?

    static let fileName = "tidegate.db"

    var file: String { URL(filePath: workspace).appending(path: Self.fileName).path }
    var exists: Bool { FileManager.default.fileExists(atPath: file) }
    var spool: String { URL(filePath: workspace).appending(path: "spool").path }

    /// Opens the workspace, runs the body, hands waiting mail to the spool, and closes it.
    func open<Answer>(_ body: (Engine) async throws -> Answer) async throws -> Answer {
        guard exists else {
            throw TidegateError(
                .notFound, "workspace.missing", "The folder \"\(workspace)\" holds no workspace.",
                hint: "tidegate init \(workspace) makes one; -w names another folder.")
        }
        let engine = try await engine()
        do {
            let answer = try await body(engine)
            await deliver(engine)
            await engine.close()
            return answer
        } catch {
            await engine.close()
            throw error
        }
    }

    func engine() async throws -> Engine {
        do {
            return try await Engine.open(
                store: SQLiteStore.open(path: file),
                node: UInt8(truncatingIfNeeded: ProcessInfo.processInfo.processIdentifier))
        } catch let error as StoreError {
            throw error.asTidegateError
        }
    }

    /// Who acts: the named user, or whoever may open the file, without any role.
    func actor(_ engine: Engine) async throws -> Actor {
        guard let user else { return Actor(kind: .service, name: "operator") }
        return try await engine.actor(login: user)
    }

    private func deliver(_ engine: Engine) async {
        do {
            let report = try await engine.deliverMail(by: SpoolFolder(folder: spool))
            for problem in report.failed { Terminal.error("mail not sent: \(problem)") }
        } catch {
            Terminal.error("mail not sent: \(ErrorReport(error).error.message)")
        }
    }
}

/// `Opportunity/0D3K7Z…`, or `Opportunity/code=OPP-2026-0001`.
struct RecordName: ExpressibleByArgument {
    let object: String
    private let rest: String

    init?(argument: String) {
        let parts = argument.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        object = String(parts[0])
        rest = String(parts[1])
    }

    func id(in engine: Engine) async throws -> RecordID {
        if let id = RecordID(rest) { return id }
        let parts = rest.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw TidegateError(
                .invalid, "record.name", "\(rest) is not a record id of 13 characters.",
                hint: "Write \(object)/ID, or \(object)/field=value.")
        }
        let kind = try engine.object(object)
        guard let field = kind.field(parts[0]) else {
            let hint = suggestion(for: parts[0], among: kind.fields.map(\.name))
            throw TidegateError(
                .invalid, "field.unknown", "\(kind.label) has no field \(parts[0]).",
                hint: hint.map { "Did you mean \($0)?" })
        }
        let value = try field.parse(parts[1]).get()
        guard let found = try await engine.record(object, parts[0], value) else {
            throw TidegateError(
                .notFound, "record.not_found", "There is no \(kind.label) with \(rest).",
                hint: "tidegate query \(object) lists them.")
        }
        return found.id
    }
}

/// `field=value` arguments.
struct FieldArguments {
    let texts: [String]

    /// A reference may be named by another record's field: `account=name:Acme`.
    func values(of object: Object, in engine: Engine) async throws -> [String: Value] {
        var values: [String: Value] = [:]
        var reasons: [Reason] = []
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map(String.init)
            guard parts.count == 2 else {
                throw TidegateError(
                    .invalid, "argument.form", "\"\(text)\" is not of the form field=value.")
            }
            guard let field = object.field(parts[0]) else {
                let hint = suggestion(for: parts[0], among: object.fields.map(\.name))
                throw TidegateError(
                    .invalid, "field.unknown", "\(object.label) has no field \(parts[0]).",
                    hint: hint.map { "Did you mean \($0)?" })
            }
            if let id = try await reference(parts[1], field, engine) {
                values[parts[0]] = .reference(id)
                continue
            }
            switch field.parse(parts[1]) {
            case .success(let value): values[parts[0]] = value
            case .failure(let problem):
                reasons.append(
                    Reason(code: problem.code, message: problem.message, field: problem.field))
            }
        }
        guard reasons.isEmpty else {
            throw TidegateError(
                .invalid, "argument.value",
                reasons.count == 1 ? "\(reasons[0].message)." : "\(reasons.count) values are wrong.",
                reasons: reasons)
        }
        return values
    }

    private func reference(_ text: String, _ field: Field, _ engine: Engine) async throws -> RecordID? {
        guard case .reference(let target, _) = field.type, RecordID(text) == nil,
            let separator = text.firstIndex(of: ":")
        else { return nil }
        let name = String(text[..<separator])
        let value = String(text[text.index(after: separator)...])
        let object = try engine.object(target)
        guard let other = object.field(name) else {
            throw TidegateError(.invalid, "field.unknown", "\(object.label) has no field \(name).")
        }
        guard let found = try await engine.record(target, name, other.parse(value).get()) else {
            throw TidegateError(
                .notFound, "record.not_found", "There is no \(object.label) with \(name) \(value).")
        }
        return found.id
    }
}

extension StoreError {
    var asTidegateError: TidegateError { EngineSentences.sentence(self) }
}
