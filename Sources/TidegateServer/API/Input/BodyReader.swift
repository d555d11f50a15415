import HTTPTypes
import Hummingbird
import TidegateModel

/// Reads bodies, as many bytes as their bound says and not one more.
enum BodyReader {
    /// The members of a JSON object; unknown ones are refused, because a member that is spelled
    /// wrong, or guessed (`version`, `owner`), must not pass without a word.
    static func members(
        _ request: Request, _ known: [String]
    ) async throws -> JSONMembers {
        try requireType(request, "application/json")
        let bytes = try await bytes(request, upTo: ServerLimits.bodyBytes)
        // A verb that needs nothing may come without a body.
        guard !bytes.isEmpty else { return JSONMembers([]) }
        let json: JSON
        do { json = try JSONReader.read(bytes, maximumBytes: ServerLimits.bodyBytes) } catch {
            throw APISentences.notJSON(error)
        }
        guard let members = json.members else {
            throw APISentences.wrongMember("The body", want: "an object", found: json)
        }
        for member in members where !known.contains(member.name) {
            throw APISentences.unknownMember(member.name, known)
        }
        return JSONMembers(members)
    }

    static func bytes(_ request: Request, upTo limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw APISentences.tooLong("The body", bytes: limit)
        }
        var bytes: [UInt8] = []
        var parts = request.body.makeAsyncIterator()
        while let part = try await next(&parts) {
            guard bytes.count + part.readableBytes <= limit else {
                throw APISentences.tooLong("The body", bytes: limit)
            }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    /// What goes wrong while a body comes is its sender's doing: they went away, or what they sent is
    /// no HTTP.
    private static func next(
        _ parts: inout RequestBody.AsyncIterator
    ) async throws -> ByteBuffer? {
        do { return try await parts.next() } catch let error as CancellationError {
            throw error
        } catch {
            throw RequestSentences.brokenBody()
        }
    }

    /// A form of another site can send text/plain without asking, but not JSON.
    static func requireType(_ request: Request, _ wanted: String) throws {
        try requireType(request, [wanted])
    }

    static func requireType(_ request: Request, _ wanted: [String]) throws {
        let found = request.headers[.contentType]
        let type = (found ?? "").prefix { $0 != ";" && $0 != " " }
        guard wanted.contains(type.lowercased()) else {
            throw APISentences.wrongType(found, want: wanted.joined(separator: " or "))
        }
    }
}

/// The members of a body, each read as the kind it has to be.
struct JSONMembers {
    private let members: [JSON.Member]

    init(_ members: [JSON.Member]) { self.members = members }

    /// `nil` when it is not there, or null.
    subscript(name: String) -> JSON? {
        guard let value = members.first(where: { $0.name == name })?.value, value != .null
        else { return nil }
        return value
    }

    func text(_ name: String) throws -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else {
            throw APISentences.wrongMember(name, want: "a text", found: value)
        }
        return text
    }

    func requiredText(_ name: String) throws -> String {
        guard let text = try text(name), !text.isEmpty else {
            throw APISentences.missingMember(name)
        }
        return text
    }

    func integer(_ name: String) throws -> Int64? {
        guard let value = self[name] else { return nil }
        guard let number = value.integer else {
            throw APISentences.wrongMember(name, want: "a whole number", found: value)
        }
        return number
    }

    func flag(_ name: String) throws -> Bool {
        guard let value = self[name] else { return false }
        guard let flag = value.bool else {
            throw APISentences.wrongMember(name, want: "true or false", found: value)
        }
        return flag
    }

    /// Empty when it is not there.
    func texts(_ name: String) throws -> [String] {
        guard let value = self[name] else { return [] }
        guard let items = value.array, case let texts = items.compactMap(\.string),
            texts.count == items.count, texts.count <= ServerLimits.namesAList
        else {
            throw APISentences.wrongMember(
                name, want: "a list of \(ServerLimits.namesAList) texts at most", found: value)
        }
        return texts
    }

    func object(_ name: String) throws -> [JSON.Member] {
        guard let value = self[name] else { return [] }
        guard let members = value.members else {
            throw APISentences.wrongMember(name, want: "an object", found: value)
        }
        return members
    }
}
