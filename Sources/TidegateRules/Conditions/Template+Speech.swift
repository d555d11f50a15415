import TidegateModel

extension Template {
    /// The text with its values, for a reader whose language is not known here.
    public func speech(
        _ context: ConditionContext, as use: Use = .sentence, extras: [String: String] = [:]
    ) throws -> Speech {
        let missing =
            switch use {
            case .name: Speech.text("")
            case .sentence: Speech.sentence("value.none")
            }
        var values: [String: Speech] = [:]
        for part in parts {
            switch part {
            case .literal: continue
            case .extra(let name): values[name] = .text(extras[name] ?? "")
            case .value(let condition):
                values[condition.source] = try condition.speech(context, or: missing)
            case .title(let condition, _, _):
                let title = try Template(source: "", parts: [part]).render(context)
                values[condition.source] =
                    title == ExplanationSentences.concealed
                    ? .sentence("value.concealed") : title.isEmpty ? missing : .text(title)
            }
        }
        return .said(source, values)
    }

    /// What stands in the braces of a text, each once; `nil` for a text that is no template.
    public static func placeholders(of source: String) -> Set<String>? {
        guard let pieces = try? TemplatePiece.pieces(of: source) else { return nil }
        return Set(
            pieces.compactMap { piece in
                guard case .braces(let text, _) = piece else { return nil }
                return text.prefix { $0 != "|" }.description
            })
    }

    /// Puts values in the place of what stands in braces. A text that is no template, as one with a
    /// single brace, stays as it is.
    ///
    /// - Parameter spaced: between a Chinese character and a letter or digit beside it stands a
    ///   space, wherever a value begins or ends.
    public static func filled(
        _ source: String, _ values: [String: String], spaced: Bool
    ) -> String {
        guard let pieces = try? TemplatePiece.pieces(of: source) else { return source }
        return pieces.reduce(into: "") { text, piece in
            let next: String
            switch piece {
            case .literal(let literal): next = literal
            case .braces(let name, _): next = values.filling(name) ?? "{\(name)}"
            }
            if spaced, let last = text.unicodeScalars.last, let first = next.unicodeScalars.first,
                last.isHan && first.isLatin || last.isLatin && first.isHan
            {
                text += " "
            }
            text += next
        }
    }
}

extension Unicode.Scalar {
    /// The unified ideographs of the basic plane.
    fileprivate var isHan: Bool { (0x3400...0x9fff).contains(value) }
    /// A letter or digit that Chinese text sets apart, with the signs that a number, a quoted word or an
    /// operator begins or ends with.
    fileprivate var isLatin: Bool {
        isASCII && (properties.isAlphabetic || properties.numericType != nil)
            || "-%'\"<=>!".unicodeScalars.contains(self)
    }
}

extension Condition {
    /// The value as a template shows it.
    fileprivate func speech(_ context: ConditionContext, or missing: Speech) throws -> Speech {
        if try isConcealed(context) { return .sentence("value.concealed") }
        let value = try value(context)
        return value.isMissing ? missing : .value(value, of: field)
    }

    /// The field at the end of the path, if the condition is one.
    fileprivate var field: (object: String, field: Field)? {
        guard case .field(let path) = root.form, let field = path.field else { return nil }
        return (path.object.name, field)
    }
}
