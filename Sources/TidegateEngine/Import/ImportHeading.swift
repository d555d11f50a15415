import TidegateModel
import TidegateRules

/// The first row of a file, as a mapping finds its columns in it: by their names, case and blanks
/// aside, so that `Company Name` is `company_name`; else by what people call the field, in any language.
struct ImportHeading: Sendable {
    let columns: [String]
    private let rule: Import
    /// By the header of the mapping.
    private let places: [String: [Int]]

    /// - Throws: one sentence, when a column the mapping cannot do without is missing or is there twice.
    init(_ columns: [String], _ rule: Import, _ object: Object, _ bundle: Bundle) throws {
        self.columns = columns
        self.rule = rule
        places = Self.places(columns, rule, object, bundle)
        let twice = rule.columns.map(\.header).filter { places[$0]?.count ?? 0 > 1 }
        guard twice.isEmpty else { throw ImportSentences.columnsTwice(twice) }
        let lost = rule.columns.filter {
            rule.isNeeded($0, in: object) && place(of: $0.header) == nil
        }
        guard lost.isEmpty else {
            throw ImportSentences.missingColumns(lost, columns, rule, object)
        }
    }

    func place(of header: String) -> Int? { places[header]?.first }

    /// The column that tells the record itself, where rows are matched by it.
    var identity: Int? {
        rule.key == .id ? columns.firstIndex(of: MatchKey.idField) : nil
    }

    /// Of the mapping, without a column in the file: their fields stay as they are.
    var missing: [String] { rule.columns.map(\.header).filter { place(of: $0) == nil } }

    /// Of the file, that the mapping does not read.
    var ignored: [String] {
        var read = Set(rule.columns.compactMap { place(of: $0.header) })
        if let identity { read.insert(identity) }
        return columns.indices.filter { !read.contains($0) }.map { columns[$0] }
    }

    private static func places(
        _ columns: [String], _ rule: Import, _ object: Object, _ bundle: Bundle
    ) -> [String: [Int]] {
        var places: [String: [Int]] = [:]
        for header in rule.columns.map(\.header) {
            let exact = columns.indices.filter { columns[$0] == header }
            places[header] =
                exact.isEmpty
                ? columns.indices.filter { Import.folded(columns[$0]) == Import.folded(header) }
                : exact
        }
        // A label counts for what no header names, and only where no two fields are called so.
        let taken = Set(places.values.joined())
        let labels = Dictionary(
            rule.columns.flatMap { column in
                Set(
                    Language.allCases.map {
                        let field = object.fields[column.slot].name
                        return Import.folded(bundle.label(.field(object.name, field), $0))
                    }
                ).map { ($0, [column.header]) }
            }, uniquingKeysWith: +)
        for (index, name) in columns.enumerated() where !taken.contains(index) {
            guard let headers = labels[Import.folded(name)], headers.count == 1 else { continue }
            if taken.isDisjoint(with: places[headers[0]] ?? []) {
                places[headers[0], default: []].append(index)
            }
        }
        return places
    }
}
