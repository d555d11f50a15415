import TidegateModel

/// Whoever writes what pages show, `金額 > 5`, is led from the label to the name behind it.
extension Checker {
    /// The field or collection that people call so, among those the reader may know of.
    func name(ofFieldCalled label: String, in object: Object) -> String? {
        let fields = object.fields.indices.filter { !scope.hides(object, $0) }
            .map { (name: object.fields[$0].name, label: object.fields[$0].label) }
        let collections = object.children.filter { !scope.hides($0) }
            .map { (name: $0.name, label: $0.label) }
        return (fields + collections).first { known in
            known.label == label || isLabel(label, of: .field(object.name, known.name))
                || isLabel(label, of: .field(Bundle.everyObject, known.name))
        }?.name
    }

    /// The value of a choice that people call so.
    func value(called label: String, of choice: FieldPath?, among values: [String]) -> String? {
        guard let choice, let field = choice.field else { return nil }
        return values.first { value in
            value.humanized == label
                || isLabel(label, of: .choice(choice.object.name, field.name, value))
        }
    }

    private func isLabel(_ text: String, of term: Term) -> Bool {
        Language.allCases.contains { scope.translations.label(term, $0) == text }
    }
}
