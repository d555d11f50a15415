import Foundation
import Testing
import TidegateModel
import TidegateRules

@testable import TidegateServer

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("A diagram")
struct DiagramTests {
    private func stage(_ name: String, to next: [String], gates: Int = 0, final: Bool = false)
        -> Stage
    {
        Stage(
            name: name, next: next,
            gates: (0..<gates).map {
                Gate(name: "G\($0) <&>", test: .need([]), say: nil, approvals: [], location: place)
            }, probability: nil, guide: nil, isFinal: final, location: place)
    }

    private let place = RuleLocation(pack: "demo", file: "pipelines/x.lua", line: 3)

    private var pipeline: Pipeline {
        Pipeline(
            object: "Deal", field: "stage", slot: 0,
            stages: [
                stage("new", to: ["offer", "lost"]),
                stage("offer", to: ["new", "won", "lost"], gates: 2),
                stage("won", to: [], gates: 1, final: true), stage("lost", to: [], final: true),
            ], location: place)
    }

    private func words() throws -> DiagramWords {
        DiagramWords(
            texts: Texts(try WebFiles()), language: .english,
            address: { PackRoutes.address(of: $0) },
            label: { term in
                switch term {
                case .choice(_, _, let name), .gate(_, let name): name.humanized
                default: "\(term)"
                }
            })
    }

    @Test("puts stages from left to right and ends at the end")
    func columns() throws {
        let diagram = PipelineDiagram(pipeline: pipeline, words: try words()).diagram()
        #expect(diagram.nodes.map(\.column) == [0, 1, 2, 2])
        #expect(diagram.nodes.map(\.row) == [0, 0, 0, 1])
        #expect(
            diagram.edges.map { "\($0.from)→\($0.to) \($0.look)" } == [
                "0→1 forward", "0→3 forward", "1→0 back", "1→2 forward", "1→3 forward",
            ])
        #expect(
            diagram.nodes[1].description
                == "Offer leads to New, Won, Lost. Guarded by G0 <&>, G1 <&>.")
    }

    @Test("lets no arrow run through a box: what is not beside goes around in a lane of its own")
    func lanes() throws {
        let layout = DiagramLayout(
            PipelineDiagram(pipeline: pipeline, words: try words()).diagram())
        #expect(layout.ways.map(\.direction) == [.right, .up, .down, .right, .right])
        #expect(layout.ways.allSatisfy { $0.end.x >= 0 && $0.end.x <= layout.width })
        #expect(layout.ways.allSatisfy { $0.end.y >= 0 && $0.end.y <= layout.height })
    }

    @Test("is well-formed XML with a name, whatever rules are called")
    func wellFormed() throws {
        let diagram = PipelineDiagram(pipeline: pipeline, words: try words()).diagram()
        let svg = DiagramWriter(
            diagram: diagram, icons: Icons(sheet: "/static/x/icons.svg"), id: "d"
        ).svg()
        let parser = XMLParser(data: Data(svg.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(svg.contains("aria-labelledby=\"d-title d-text\""))
        #expect(svg.contains("G0 &lt;&amp;&gt;"))
        #expect(!svg.contains("style="))
    }

    @Test("cuts texts where the box ends", arguments: [("short", "short"), ("漢字漢字漢字漢字", "漢字漢…")])
    func fitting(text: String, shown: String) {
        #expect(DiagramWriter.fitting(text, room: 45, size: 13) == shown)
    }
}
