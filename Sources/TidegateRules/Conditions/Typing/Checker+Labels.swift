import TidegateModel

/// Whoever writes what pages show, `金額 > 5`, is led from the label to the name behind it.
extension Checker {
    /// The field or collection that people call so, among those the reader may know of.
    func name(ofFieldCalled label: String, in object: Object) -> String? {
        scope.names(in: object).first { $0.labels.contains(label) }?.name
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

    /// Both sides of a comparison. A value without its quotes, `stage == won`, is told as that, and
    /// not as a field that is not there.
    func sides(
        _ left: SyntaxNode, _ right: SyntaxNode, _ frame: Frame
    ) -> (Expression, Expression)? {
        guard isBareText(right, beside: left, frame) else { return pair(left, right, frame) }
        _ = check(left, frame)
        return nil
    }

    /// Reports a word that is a value of the field it is compared with.
    func isBareText(_ node: SyntaxNode, beside other: SyntaxNode, _ frame: Frame) -> Bool {
        guard case .path(let names) = node.form, let name = names.first, names.count == 1,
            case .path(let others) = other.form, let path = meant(others, frame),
            quietly({ resolve(names[...], frame) }) == nil
        else { return false }
        let isName = self.name(ofFieldCalled: name.text, in: frame.object) != nil
        guard let type = path.field?.type else { return false }
        if let values = type.choices {
            if values.contains(name.text) {
                report(.bareText(name.text), name.range)
            } else if let value = value(called: name.text, of: path, among: values) {
                report(.choiceLabel(name.text, value: value), name.range)
            } else if isName || EverydayWords.value(name.text) != nil {
                return false
            } else {
                report(notAChoice(name.text, of: path, among: values), name.range)
            }
            return true
        }
        guard type.isFreeText else { return false }
        let fields = frame.object.fields.map(\.name)
        guard !isName, frame.prefix == nil, EverydayWords.value(name.text) == nil,
            suggestion(for: name.text, among: fields) == nil
        else { return false }
        report(.bareText(name.text), name.range)
        return true
    }

    /// The field that names or labels lead to.
    private func meant(_ names: [SyntaxNode.Name], _ frame: Frame) -> FieldPath? {
        var object = frame.object
        var translated: [SyntaxNode.Name] = []
        for name in names.dropFirst(frame.prefix?.count ?? 0) {
            let known =
                object.slot(of: name.text) == nil
                ? self.name(ofFieldCalled: name.text, in: object) ?? name.text : name.text
            translated.append(SyntaxNode.Name(text: known, range: name.range))
            if let slot = object.slot(of: known),
                let target = object.fields[slot].type.target, let next = scope.schema[target]
            {
                object = next
            }
        }
        guard case .value(let path)? = quietly({ resolve(translated[...], frame) }) else {
            return nil
        }
        return path
    }
}
