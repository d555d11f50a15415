/// Finds places for boxes and ways for arrows.
///
/// Neighbours are joined by a line from side to side. Every other arrow gets a lane of its own above
/// or below the boxes: above for those that lead to the first row, below for the rest, so that no
/// arrow runs through a box that it does not belong to. Short arrows take the inner lanes.
struct DiagramLayout {
    static let boxWidth = 176.0
    static let lowestBox = 76.0
    static let titleHeight = 13.0
    static let lineStep = 18.0
    static let boxPadding = 13.5
    static let columnGap = 56.0
    static let rowGap = 28.0
    static let margin = 12.0
    static let laneGap = 18.0
    static let corner = 8.0

    struct Point: Hashable {
        var x: Double
        var y: Double
    }

    /// A way, as the commands of an SVG path, and where its head points.
    struct Way: Hashable {
        enum Direction: Hashable {
            case right, up, down
        }

        var path: String
        var end: Point
        var direction: Direction
    }

    let diagram: Diagram
    private(set) var ways: [Way] = []
    private(set) var height = 0.0
    private(set) var width = 0.0
    /// All boxes are as high as the one with the most lines.
    let boxHeight: Double
    private var top = 0.0

    private enum Route: Hashable {
        case side
        case above(lane: Int)
        case below(lane: Int)
    }

    private enum Side: Hashable {
        case top, bottom
    }

    private struct Port: Hashable {
        var node: Int
        var side: Side
    }

    init(_ diagram: Diagram) {
        self.diagram = diagram
        let lines = diagram.nodes.map(\.lines.count).max() ?? 0
        boxHeight = max(
            Self.lowestBox,
            Self.titleHeight + Double(lines) * Self.lineStep + 2 * Self.boxPadding)
        let routes = routes()
        let above = routes.compactMap { if case .above(let lane) = $0 { lane + 1 } else { nil } }
        let below = routes.compactMap { if case .below(let lane) = $0 { lane + 1 } else { nil } }
        let rows = (diagram.nodes.map(\.row).max() ?? 0) + 1
        let columns = (diagram.nodes.map(\.column).max() ?? 0) + 1
        let lanesAbove = Double(above.max() ?? 0)
        let lanesBelow = Double(below.max() ?? 0)
        top = Self.margin + lanesAbove * Self.laneGap + (lanesAbove > 0 ? Self.corner : 0)
        let boxes = Double(rows) * boxHeight + Double(rows - 1) * Self.rowGap
        let bottom = lanesBelow * Self.laneGap + (lanesBelow > 0 ? Self.corner : 0)
        height = top + boxes + bottom + Self.margin
        width =
            Self.margin * 2 + Double(columns) * Self.boxWidth
            + Double(columns - 1) * Self.columnGap
        ways = ways(routes, lowest: top + boxes)
    }

    func corner(of node: Diagram.Node) -> Point {
        Point(
            x: Self.margin + Double(node.column) * (Self.boxWidth + Self.columnGap),
            y: top + Double(node.row) * (boxHeight + Self.rowGap))
    }

    // MARK: Lanes

    private func routes() -> [Route] {
        var routes = [Route](repeating: .side, count: diagram.edges.count)
        var taken: [Side: [[ClosedRange<Int>]]] = [:]
        let apart = diagram.edges.indices.filter { !isBetweenNeighbours(diagram.edges[$0]) }
            .sorted { (span($0).count, $0) < (span($1).count, $1) }
        for index in apart {
            let side: Side = diagram.nodes[diagram.edges[index].to].row == 0 ? .top : .bottom
            let span = span(index)
            var lanes = taken[side] ?? []
            let free = lanes.firstIndex { $0.allSatisfy { !$0.overlaps(span) } }
            if let free { lanes[free].append(span) } else { lanes.append([span]) }
            let lane = free ?? lanes.count - 1
            taken[side] = lanes
            routes[index] = side == .top ? .above(lane: lane) : .below(lane: lane)
        }
        return routes
    }

    private func isBetweenNeighbours(_ edge: Diagram.Edge) -> Bool {
        diagram.nodes[edge.to].column == diagram.nodes[edge.from].column + 1
            && edge.look != .skip
    }

    private func span(_ index: Int) -> ClosedRange<Int> {
        let edge = diagram.edges[index]
        let (from, to) = (diagram.nodes[edge.from].column, diagram.nodes[edge.to].column)
        return min(from, to)...max(from, to)
    }

    // MARK: Ways

    private func ways(_ routes: [Route], lowest: Double) -> [Way] {
        let ports = ports(routes)
        return diagram.edges.indices.map { index in
            let edge = diagram.edges[index]
            let (from, to) = (diagram.nodes[edge.from], diagram.nodes[edge.to])
            switch routes[index] {
            case .side: return aside(from, to)
            case .above(let lane):
                let y = top - Self.corner - Double(lane) * Self.laneGap - 4
                return around(index, edge, ports, .top, y)
            case .below(let lane):
                let y = lowest + Self.corner + Double(lane) * Self.laneGap + 4
                return around(index, edge, ports, .bottom, y)
            }
        }
    }

    private func aside(_ from: Diagram.Node, _ to: Diagram.Node) -> Way {
        let (start, end) = (corner(of: from), corner(of: to))
        let (x1, y1) = (start.x + Self.boxWidth, start.y + boxHeight / 2)
        let (x2, y2) = (end.x, end.y + boxHeight / 2)
        let middle = (x1 + x2) / 2
        let path =
            y1 == y2
            ? "M\(Self.text(x1)) \(Self.text(y1))H\(Self.text(x2 - 1))"
            : "M\(Self.text(x1)) \(Self.text(y1))C\(Self.text(middle)) \(Self.text(y1)) "
                + "\(Self.text(middle)) \(Self.text(y2)) \(Self.text(x2 - 1)) \(Self.text(y2))"
        return Way(path: path, end: Point(x: x2, y: y2), direction: .right)
    }

    private func around(
        _ index: Int, _ edge: Diagram.Edge, _ ports: [Port: [Int]], _ side: Side, _ lane: Double
    ) -> Way {
        let start = place(index, Port(node: edge.from, side: side), ports)
        let end = place(index, Port(node: edge.to, side: side), ports)
        let turn = end.x >= start.x ? Self.corner : -Self.corner
        let bend = side == .top ? Self.corner : -Self.corner
        let path =
            "M\(Self.text(start.x)) \(Self.text(start.y))V\(Self.text(lane + bend))"
            + "Q\(Self.text(start.x)) \(Self.text(lane)) "
            + "\(Self.text(start.x + turn)) \(Self.text(lane))"
            + "H\(Self.text(end.x - turn))"
            + "Q\(Self.text(end.x)) \(Self.text(lane)) "
            + "\(Self.text(end.x)) \(Self.text(lane + bend))"
            + "V\(Self.text(side == .top ? end.y - 1 : end.y + 1))"
        return Way(path: path, end: end, direction: side == .top ? .down : .up)
    }

    /// The arrows at each side of each box, in the order in which they come from the left.
    private func ports(_ routes: [Route]) -> [Port: [Int]] {
        var ports: [Port: [Int]] = [:]
        for (index, route) in routes.enumerated() {
            let side: Side
            switch route {
            case .side: continue
            case .above: side = .top
            case .below: side = .bottom
            }
            let edge = diagram.edges[index]
            ports[Port(node: edge.from, side: side), default: []].append(index)
            ports[Port(node: edge.to, side: side), default: []].append(index)
        }
        for (port, edges) in ports {
            ports[port] = edges.sorted {
                (otherEnd($0, port.node), $0) < (otherEnd($1, port.node), $1)
            }
        }
        return ports
    }

    private func otherEnd(_ index: Int, _ node: Int) -> Int {
        let edge = diagram.edges[index]
        return diagram.nodes[edge.from == node ? edge.to : edge.from].column
    }

    private func place(_ edge: Int, _ port: Port, _ ports: [Port: [Int]]) -> Point {
        let box = corner(of: diagram.nodes[port.node])
        let edges = ports[port] ?? []
        let position = Double((edges.firstIndex(of: edge) ?? 0) + 1) / Double(edges.count + 1)
        return Point(
            x: box.x + Self.boxWidth * position,
            y: port.side == .top ? box.y : box.y + boxHeight)
    }

    /// With one digit after the point at most; a picture needs no more.
    static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
