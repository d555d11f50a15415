import TidegateModel

/// What a page wants to be told of: `record:Opportunity/0D3…`, `object:Opportunity`, `tasks`,
/// `alerts`.
enum LiveTopic: Hashable, Sendable, CustomStringConvertible {
    case record(RecordPlace)
    case object(String)
    case tasks
    case alerts

    init?(_ text: some StringProtocol) {
        switch text {
        case "tasks": self = .tasks
        case "alerts": self = .alerts
        default:
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, !parts[1].isEmpty else { return nil }
            switch parts[0] {
            case "object": self = .object(String(parts[1]))
            case "record":
                guard let place = RecordPlace(parts[1]) else { return nil }
                self = .record(place)
            default: return nil
            }
        }
    }

    var description: String {
        switch self {
        case .record(let place): "record:\(place)"
        case .object(let name): "object:\(name)"
        case .tasks: "tasks"
        case .alerts: "alerts"
        }
    }

    static func list(_ text: String) throws -> Set<LiveTopic> {
        let parts = text.split(separator: ",")
        guard !parts.isEmpty, parts.count <= LiveLimits.topics else {
            throw APISentences.badParameter(
                "watch", text, want: "1 to \(LiveLimits.topics) topics with commas between")
        }
        return Set(
            try parts.map { part in
                guard let topic = LiveTopic(part) else {
                    throw APISentences.badParameter(
                        "watch", String(part),
                        want: "record:OBJECT/ID, object:OBJECT, tasks or alerts")
                }
                return topic
            })
    }
}
