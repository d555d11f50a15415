import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateStore

/// One open page being told what changes: names and versions, never values, and only of what its
/// caller may read.
///
/// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
struct LiveStream {
    let feed: LiveFeed
    let engine: Engine
    let topics: Set<LiveTopic>
    /// Who is told, with the rights they have now; `nil` once their session or token has ended.
    let renew: @Sendable () async throws -> Actor?

    private var actor: Actor
    private var place: Int64
    /// What was told last of tasks and alerts.
    private var told: [LiveTopic: [Value]] = [:]
    /// Watched records that were readable: the end of one of these may be told.
    private var known: Set<RecordID> = []

    init(
        _ feed: LiveFeed, _ engine: Engine, _ topics: Set<LiveTopic>, actor: Actor,
        from place: Int64,
        renew: @escaping @Sendable () async throws -> Actor?
    ) {
        self.feed = feed
        self.engine = engine
        self.topics = topics
        self.actor = actor
        self.place = place
        self.renew = renew
    }

    /// Writes until the caller's right, the stream's life or the server ends, or nobody reads.
    mutating func run(_ seat: LiveFeed.Seat, _ writer: inout any ResponseBodyWriter) async throws {
        let end = engine.clock.now() + Span(milliseconds: LiveLimits.lifeMilliseconds)
        var beat = engine.clock.now()
        try await noteKnown()
        try await writer.write(text("retry: \(LiveLimits.retryMilliseconds)\n\n"))
        for await _ in seat.wakes {
            let now = engine.clock.now()
            guard now < end else { return }
            if now - beat >= Span(milliseconds: LiveLimits.heartbeatMilliseconds) {
                guard let renewed = try await renew() else { return }
                actor = renewed
                beat = now
                try await writer.write(text(": still here\n\n"))
            }
            guard let events = try await events() else { return }
            if !events.isEmpty { try await writer.write(text(events)) }
        }
    }

    private func text(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }

    // MARK: What is new

    /// - Returns: `nil` once the caller's session or token has ended. Whoever is told something is
    ///   asked for anew before it, so that nobody is told by rights they had.
    private mutating func events() async throws -> String? {
        let news = try await feed.news(after: place)
        var watched: [ChangedRecord] = []
        var hasNews = told.isEmpty
        switch news {
        case .tooMany: hasNews = true
        case .changes(let changes, _):
            watched = changes.filter { !topics(of: $0).isEmpty }
            hasNews = hasNews || !changes.isEmpty
        }
        // Tasks and alerts only change in commits that leave something in the history.
        let wantsFigures = hasNews && (topics.contains(.tasks) || topics.contains(.alerts))
        if !watched.isEmpty || wantsFigures {
            guard let renewed = try await renew() else { return nil }
            actor = renewed
        }
        var events = ""
        switch news {
        case .tooMany(let end):
            place = end
            events += event("resync", id: place) { _ in }
        case .changes(_, let end):
            if !watched.isEmpty { events += try await told(watched) }
            place = max(place, end)
        }
        if wantsFigures { events += try await figures() }
        return events
    }

    private mutating func told(_ watched: [ChangedRecord]) async throws -> String {
        let seen = try await engine.visibility(of: watched.map(\.place), as: actor)
        var events = ""
        var count = 0
        // Of several changes of a record the newest says all.
        var newest: [RecordID: ChangedRecord] = [:]
        for change in watched { newest[change.record] = change }
        for change in watched where newest[change.record] == change {
            let isGone = seen[change.record] == .gone
            guard seen[change.record] == .readable || isGone && mayKnowEnd(of: change) else {
                continue
            }
            count += 1
            guard count <= LiveLimits.eventsARound else {
                return event("resync", id: change.sequence) { _ in }
            }
            if !isGone { known.insert(change.record) }
            for topic in topics(of: change) {
                events += event("change", id: change.sequence) { json in
                    json.member("topic", topic.description)
                    json.member("object", change.object)
                    json.member("id", change.record)
                    json.member("version", Int(change.version))
                    if isGone { json.member("gone", true) }
                }
            }
        }
        if known.count > LiveLimits.changes { known.formIntersection(watchedRecords.map(\.id)) }
        return events
    }

    private func topics(of change: ChangedRecord) -> [LiveTopic] {
        [.record(change.place), .object(change.object)]
            .filter(topics.contains)
    }

    private var watchedRecords: [RecordPlace] {
        topics.compactMap { topic in
            if case .record(let place) = topic { place } else { nil }
        }
    }

    /// A deleted record meets no condition any more: who knew of it, or may read all, is told.
    private func mayKnowEnd(of change: ChangedRecord) -> Bool {
        if known.contains(change.record) { return true }
        return (try? engine.access(of: actor, to: change.object).read.isAlways) ?? false
    }

    private mutating func noteKnown() async throws {
        let seen = try await engine.visibility(of: watchedRecords, as: actor)
        known = Set(seen.filter { $0.value == .readable }.keys)
    }

    // MARK: Tasks and alerts

    private mutating func figures() async throws -> String {
        var events = ""
        for (topic, object, condition) in [
            (LiveTopic.tasks, "Task", "assignee == me() and state == 'open'"),
            (.alerts, "Alert", "state == 'raised'"),
        ] where topics.contains(topic) {
            var request = ListRequest(object, where: condition)
            // The newest one tells a task that came from one that went.
            request.show = "count(), max(created_at)"
            guard case .figures(_, let rows) = try await engine.list(request, as: actor),
                let row = rows.first, told[topic] != row
            else { continue }
            told[topic] = row
            events += event(topic.description, id: place) { json in
                json.member("count", Int(row.first?.integer ?? 0))
            }
        }
        return events
    }

    private func event(
        _ name: String, id: Int64, _ body: (inout JSONWriter) -> Void
    ) -> String {
        var json = JSONWriter()
        json.object { body(&$0) }
        return "id: \(id)\nevent: \(name)\ndata: \(json.text)\n\n"
    }
}
