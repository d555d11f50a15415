import TidegateEngine
import TidegateModel
import TidegateRules

extension JSONWriter {
    /// An object with its fields, its pipeline, approvals and actions: what a client needs to make
    /// a form of it.
    ///
    /// - Parameters:
    ///   - known: the objects that are there for who asks.
    ///   - language: whose words the scripts of pages show; `nil` for programs.
    mutating func object(
        _ object: Object, _ bundle: Bundle, _ access: ObjectAccess, known: Set<String>,
        in language: Language? = nil
    ) {
        let rules = bundle.rules(of: object)
        self.object { json in
            json.member("name", object.name)
            json.member("label", object.label)
            json.member("plural", object.plural)
            json.member("title", object.title)
            json.key("fields")
            json.array { json in
                for (slot, field) in object.fields.enumerated()
                where !access.hidden.contains(slot) {
                    json.field(
                        field, isWritable: access.isWritable(slot, of: object, rules)
                    ) { term in
                        language.map { bundle.label(term(object.name), $0) }
                    }
                }
            }
            json.key("children")
            json.array { json in
                for children in object.children where known.contains(children.object) {
                    json.object { json in
                        json.member("name", children.name)
                        let term = Term.field(object.name, children.name)
                        json.member(
                            "label", language.map { bundle.label(term, $0) } ?? children.label)
                        json.member("object", children.object)
                        json.member("field", children.field)
                    }
                }
            }
            json.key("unique")
            json.array { json in
                for unique in object.uniques where !access.hides(any: unique, of: object) {
                    json.strings(unique)
                }
            }
            if let pipeline = access.seen(rules?.pipeline) {
                json.key("pipeline")
                json.pipeline(pipeline)
            }
            json.key("approvals")
            json.array { json in
                for approval in rules?.approvals ?? [] {
                    json.object { json in
                        json.member("name", approval.name)
                        json.key("steps")
                        json.strings(approval.steps.map(\.name))
                    }
                }
            }
            json.key("actions")
            json.array { json in
                for action in bundle.actions(on: object) {
                    json.object { json in
                        json.member("name", action.name)
                    }
                }
            }
        }
    }

    private mutating func field(
        _ field: Field, isWritable: Bool, _ word: ((String) -> Term) -> String?
    ) {
        object { json in
            json.member("name", field.name)
            json.member("label", word { .field($0, field.name) } ?? field.label)
            json.member("type", field.type.word)
            json.member("required", field.isRequired)
            json.member("writable", isWritable)
            json.member("help", optional: field.help)
            if let minimum = field.minimum { json.member("minimum", minimum.description) }
            if let maximum = field.maximum { json.member("maximum", maximum.description) }
            if case .text(let type) = field.type {
                json.member("maximum_length", type.maximumLength)
            }
            if let values = field.type.choices {
                json.choices(
                    values,
                    labels: values.compactMap { value in
                        word { .choice($0, field.name, value) }
                    })
            }
            if field.type.kind == .decimal { json.member("scale", field.type.scale) }
            if case .reference(let type) = field.type { json.member("to", type.target) }
        }
    }

    private mutating func choices(_ values: [String], labels: [String]) {
        key("values")
        strings(values)
        guard !labels.isEmpty else { return }
        key("labels")
        strings(labels)
    }

    private mutating func pipeline(_ pipeline: Pipeline) {
        object { json in
            json.member("field", pipeline.field)
            json.key("stages")
            json.array { json in
                for stage in pipeline.stages {
                    json.object { json in
                        json.member("name", stage.name)
                        json.key("to")
                        json.strings(stage.next)
                        json.member("final", stage.isFinal)
                        if let probability = stage.probability {
                            json.member("probability", Int(probability))
                        }
                        json.member("guide", optional: stage.guide)
                        json.key("gates")
                        json.strings(stage.gates.map(\.name))
                    }
                }
            }
        }
    }
}

extension ObjectAccess {
    func hides(any names: [String], of object: Object) -> Bool {
        names.contains { object.slot(of: $0).map(hidden.contains) ?? false }
    }

    /// Whether whoever has these rights may set the field: it is not computed, not an approval's
    /// alone, and neither hidden nor read-only to them.
    func isWritable(_ slot: Int, of object: Object, _ rules: ObjectRules?) -> Bool {
        object.fields[slot].isWritable && !(rules?.isGuarded(slot) ?? false)
            && !hidden.contains(slot) && !readonly.contains(slot)
    }
}
