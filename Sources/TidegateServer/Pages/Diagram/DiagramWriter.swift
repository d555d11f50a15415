/// Writes a diagram as SVG. Colours come from classes, so one picture serves light and dark.
struct DiagramWriter {
    let diagram: Diagram
    /// The sheet of drawings.
    let icons: Icons
    /// Makes names of elements differ from those of other pictures on the page.
    let id: String

    func svg() -> String {
        let layout = DiagramLayout(diagram)
        var svg = HTMLWriter(capacity: 8192)
        let (width, height) = (
            DiagramLayout.text(layout.width), DiagramLayout.text(layout.height)
        )
        svg.raw("<svg class=\"diagram\" xmlns=\"http://www.w3.org/2000/svg\" role=\"group\"")
        svg.attribute("width", width)
        svg.attribute("height", height)
        svg.attribute("viewBox", "0 0 \(width) \(height)")
        svg.attribute("aria-labelledby", "\(id)-title \(id)-text")
        svg.raw("><title")
        svg.attribute("id", "\(id)-title")
        svg.raw(">")
        svg.text(diagram.title)
        svg.raw("</title><desc")
        svg.attribute("id", "\(id)-text")
        svg.raw(">")
        svg.text(diagram.description)
        svg.raw("</desc>")
        for (edge, way) in zip(diagram.edges, layout.ways) { write(edge, way, &svg) }
        for node in diagram.nodes { write(node, layout, &svg) }
        svg.raw("</svg>")
        return svg.string
    }

    private func write(
        _ edge: Diagram.Edge, _ way: DiagramLayout.Way, _ svg: inout HTMLWriter
    ) {
        svg.raw("<g")
        svg.attribute("class", "edge edge-\(edge.look.rawValue)")
        svg.raw(" aria-hidden=\"true\"><path")
        svg.attribute("d", way.path)
        svg.raw("/><path class=\"edge-head\"")
        svg.attribute("d", head(way))
        svg.raw("/></g>")
    }

    private func head(_ way: DiagramLayout.Way) -> String {
        let (x, y) = (way.end.x, way.end.y)
        let (long, wide) = (7.0, 4.0)
        let points: [(Double, Double)] =
            switch way.direction {
            case .right: [(x, y), (x - long, y - wide), (x - long, y + wide)]
            case .down: [(x, y), (x - wide, y - long), (x + wide, y - long)]
            case .up: [(x, y), (x - wide, y + long), (x + wide, y + long)]
            }
        let texts = points.map { "\(DiagramLayout.text($0)) \(DiagramLayout.text($1))" }
        return "M" + texts.joined(separator: "L") + "Z"
    }

    private func write(
        _ node: Diagram.Node, _ layout: DiagramLayout, _ svg: inout HTMLWriter
    ) {
        let corner = layout.corner(of: node)
        if let address = node.address {
            svg.raw("<a")
            svg.attribute("href", address)
        } else {
            svg.raw("<g")
        }
        svg.attribute("class", "node node-\(node.look.rawValue)")
        svg.attribute("aria-label", node.description)
        svg.raw("><title>")
        svg.text(node.description)
        svg.raw("</title><rect rx=\"8\"")
        svg.attribute("x", DiagramLayout.text(corner.x))
        svg.attribute("y", DiagramLayout.text(corner.y))
        svg.attribute("width", DiagramLayout.text(DiagramLayout.boxWidth))
        svg.attribute("height", DiagramLayout.text(layout.boxHeight))
        svg.raw("/>")
        let text = DiagramLayout.titleHeight + Double(node.lines.count) * DiagramLayout.lineStep
        var y = corner.y + (layout.boxHeight - text) / 2 + DiagramLayout.titleHeight - 1.5
        line("node-title", node.title, corner.x + 14, y, size: 13, gates: node.gates, &svg)
        for text in node.lines {
            y += DiagramLayout.lineStep
            line("node-line", text, corner.x + 14, y, size: 12, gates: 0, &svg)
        }
        if node.gates > 0 { gates(node.gates, corner, &svg) }
        if node.address == nil { svg.raw("</g>") } else { svg.raw("</a>") }
    }

    private func line(
        _ look: String, _ text: String, _ x: Double, _ y: Double, size: Double, gates: Int,
        _ svg: inout HTMLWriter
    ) {
        let room = DiagramLayout.boxWidth - 28 - (gates > 0 ? 36 : 0)
        svg.raw("<text")
        svg.attribute("class", look)
        svg.attribute("x", DiagramLayout.text(x))
        svg.attribute("y", DiagramLayout.text(y))
        svg.raw(">")
        svg.text(Self.fitting(text, room: room, size: size))
        svg.raw("</text>")
    }

    /// A gate and a number in the corner of the box it guards.
    private func gates(_ count: Int, _ corner: DiagramLayout.Point, _ svg: inout HTMLWriter) {
        let x = corner.x + DiagramLayout.boxWidth - 44
        svg.raw(
            "<g class=\"node-gates\" aria-hidden=\"true\"><rect rx=\"9\" width=\"36\" height=\"18\""
        )
        svg.attribute("x", DiagramLayout.text(x))
        svg.attribute("y", DiagramLayout.text(corner.y + 8))
        svg.raw("/><use class=\"icon\" width=\"11\" height=\"11\"")
        svg.attribute("href", icons.sheet + "#gate")
        svg.attribute("x", DiagramLayout.text(x + 6))
        svg.attribute("y", DiagramLayout.text(corner.y + 11.5))
        svg.raw("/><text")
        svg.attribute("x", DiagramLayout.text(x + 21))
        svg.attribute("y", DiagramLayout.text(corner.y + 21))
        svg.raw(">")
        svg.text(String(count))
        svg.raw("</text></g>")
    }

    /// Cut where the box ends. A Chinese character is as wide as the type is high, others take
    /// about six tenths of that.
    static func fitting(_ text: String, room: Double, size: Double) -> String {
        var used = 0.0
        var shown = ""
        for character in text {
            let isWide = character.unicodeScalars.contains { $0.value >= 0x2e80 }
            used += isWide ? size : size * 0.58
            if used > room { return shown + "…" }
            shown.append(character)
        }
        return shown
    }
}
