import TidegateModel
import TidegateRules
import TidegateScript

/// The columns of a list: the record's title, then fields.
struct ListColumns: Sendable {
    let object: Object
    /// Slots, in the order of the columns.
    let slots: [Int]
    /// Every field that could be a column, for the menu.
    let possible: [Int]
    /// Behind them, when no one has chosen: what an alert compares the record's own figures with, such
    /// as the safety stock of the product.
    let besides: [Condition.Beside]

    /// - Parameter wanted: names of fields; what is unknown, hidden or twice is left out.
    init(
        _ object: Object, wanted: [String]?, hidden: Set<Int>, pipeline: Int?,
        besides: [Condition.Beside] = []
    ) {
        self.object = object
        self.besides = wanted == nil ? besides : []
        let possible = object.fields.indices.filter { !hidden.contains($0) }
        self.possible = possible
        if let wanted {
            var taken: Set<Int> = []
            slots = wanted.compactMap { object.slot(of: $0) }.filter {
                !hidden.contains($0) && taken.insert($0).inserted
            }
        } else {
            slots = Self.usual(object, possible, pipeline)
        }
    }

    /// What one would look for first: the stage, what it belongs to, figures, dates, whose it is;
    /// nothing that stands in the title already.
    private static func usual(_ object: Object, _ possible: [Int], _ pipeline: Int?) -> [Int] {
        let own = possible.filter { slot in
            slot < object.firstSystemSlot && !object.title.contains("{\(object.fields[slot].name)}")
        }
        // What is added in the workspace comes behind the columns that people know, and displaces none.
        let isAdded = { (slot: Int) in
            object.origin?.pack != CustomPack.name
                && object.fields[slot].origin?.pack == CustomPack.name
        }
        func first(_ most: Int, _ slots: [Int]) -> [Int] {
            let ranked = slots.compactMap { slot -> (rank: Int, slot: Int)? in
                rank(object.fields[slot], isStage: slot == pipeline).map { ($0, slot) }
            }
            return ranked.sorted { ($0.rank, $0.slot) < ($1.rank, $1.slot) }.prefix(most).map(
                \.slot)
        }
        let chosen = first(ServerLimits.usualColumns, own.filter { !isAdded($0) })
        // In the order of the fields, the stage first and whose it is last.
        return chosen.sorted { left, right in
            (place(object.fields[left], left == pipeline), left)
                < (place(object.fields[right], right == pipeline), right)
        } + first(ServerLimits.addedColumns, own.filter(isAdded)).sorted()
    }

    private static func rank(_ field: Field, isStage: Bool) -> Int? {
        if isStage { return 0 }
        // What is worked out from other columns says less than they do.
        if field.formulaSource != nil || field.rollupSource != nil { return 6 }
        return field.type.behavior.prominence
    }

    private static func place(_ field: Field, _ isStage: Bool) -> Int {
        if isStage { return 0 }
        return field.type.isPerson ? 2 : 1
    }

    /// The text of the title that a click on the first heading sorts by.
    var titleField: Field? {
        object.fields.enumerated().first { slot, field in
            guard possible.contains(slot), object.title.contains("{\(field.name)}") else {
                return false
            }
            return field.type.kind == .text
        }?.element
    }

    /// The records whose fields stand beside those of this one.
    func references(besides record: Record) -> [RecordPlace] {
        besides.compactMap { beside in
            record[beside.reference].reference.map { RecordPlace(beside.object.name, $0) }
        }
    }

    /// Amounts that can be added up under their column.
    var sums: [Field] {
        slots.map { object.fields[$0] }.filter(\.isSummed)
    }

    /// The figures of the whole list: how many, and the sums.
    var summary: String {
        (["count()"] + sums.map { "sum(\($0.name))" }).joined(separator: ", ")
    }
}

extension FieldType {
    /// Numbers stand at the end of their column, so that their digits stand under each other.
    var isNumber: Bool { [.integer, .decimal, .duration].contains(kind) }
}
