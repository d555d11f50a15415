/// Boxes in columns and rows with arrows between them: what a pipeline and an approval look like.
/// Pure: the same definition is the same picture.
struct Diagram: Hashable, Sendable {
    enum Look: String, Sendable {
        case plain, start, good, bad
    }

    struct Node: Hashable, Sendable {
        var column: Int
        var row: Int
        var title: String
        /// Small lines below the title.
        var lines: [String] = []
        var look = Look.plain
        /// How many gates guard it.
        var gates = 0
        /// Where the rule stands.
        var address: String?
        /// For those who hear the page, and for who points at it.
        var description: String
    }

    struct Edge: Hashable, Sendable {
        enum Look: String, Sendable {
            case forward, back, bad, skip
        }

        var from: Int
        var to: Int
        var look = Look.forward
    }

    var title: String
    var description: String
    var nodes: [Node]
    var edges: [Edge]
}
