import TidegateModel

extension Bundle {
    /// What people who read this language call something.
    ///
    ///     bundle.label(.object("Opportunity"), .traditionalChinese)             // 商機
    ///     bundle.label(.choice("Opportunity", "stage", "won"), .english)        // Won
    ///     bundle.label(.gate("Opportunity", "Basics known"), .simplifiedChinese)
    ///
    /// Without a translation it is what the pack itself says; a field without help has an empty one.
    public func label(_ term: Term, _ language: Language) -> String {
        if let label = translations.label(term, language) { return label }
        switch term {
        case .plural(let object):
            // Chinese knows no plural; where a language does, the pack gives it.
            return translations.label(.object(object), language) ?? schema[object]?.plural ?? object
        case .field(let object, let name):
            return systemLabel(object, name, language) ?? ownLabel(term)
        case .choice, .pack, .object, .help, .guide, .gate, .validation, .hook, .action, .approval,
            .step, .alert, .level, .notice, .role:
            return ownLabel(term)
        }
    }

    /// `created_at` is the same field of every object.
    private func systemLabel(_ object: String, _ field: String, _ language: Language) -> String? {
        guard schema[object]?.field(field)?.isSystem == true else { return nil }
        return translations.label(.field(Self.everyObject, field), language)
    }

    /// The labels on the way a path of a condition leads: `account.owner`.
    public func terms(_ path: String, _ object: Object) -> [Term] {
        var terms: [Term] = []
        var here: Object? = object
        for name in path.split(separator: ".").map(String.init) where name != "old" {
            guard let owner = here else { break }
            terms.append(.field(owner.name, name))
            here = owner.slot(of: name).flatMap { rules(of: owner)?.target(of: $0) }
        }
        return terms
    }

    /// In a term: the fields that every object has.
    public static let everyObject = "*"

    private func ownLabel(_ term: Term) -> String {
        switch term {
        case .pack(let name): packs.first { $0.name == name }?.label ?? name
        case .object(let name): schema[name]?.label ?? name
        case .plural(let name): schema[name]?.plural ?? name
        case .field(let object, let name):
            schema[object]?.field(name)?.label ?? schema[object]?.collection(name)?.label
                ?? name.humanized
        case .help(let object, let name): schema[object]?.field(name)?.help ?? ""
        case .choice(_, _, let value): value.humanized
        case .guide(let object, let stage):
            schema[object].flatMap { rules(of: $0)?.pipeline?.stage(stage)?.guide } ?? ""
        case .role(let name): roles[name]?.label ?? name.humanized
        case .gate(_, let name), .validation(_, let name), .hook(_, let name),
            .action(_, let name), .approval(let name), .step(_, let name), .alert(let name),
            .level(_, let name), .notice(let name):
            name.prefix(1).uppercased() + name.dropFirst()
        }
    }

    // MARK: Speech

    /// Puts what is to be said into words.
    ///
    /// - Returns: `nil` when the language has no words for it; who asks falls back on the message.
    public func text(_ speech: Speech, in language: Language) -> String? {
        switch speech {
        case .text(let text): return text
        case .figure(let digits): return digits.groupedDigits
        case .term(let term): return label(term, language)
        case .path(let terms):
            return terms.map { label($0, language) }.joined(separator: " › ")
        case .sentence(let key, let parts):
            return translations.sentence(key, language).flatMap { filled($0, parts, language) }
        case .said(let source, let parts):
            return filled(translations.message(source, language) ?? source, parts, language)
        case .list(let parts): return joined(parts, "list.between", language)
        case .clauses(let parts): return joined(parts, "clauses.between", language)
        }
    }

    private func filled(
        _ text: String, _ parts: [String: Speech], _ language: Language
    ) -> String? {
        var values: [String: String] = [:]
        for (name, part) in parts {
            guard let value = self.text(part, in: language) else { return nil }
            values[name] = value
        }
        return Template.filled(text, values, spaced: language != .english)
    }

    private func joined(_ parts: [Speech], _ key: String, _ language: Language) -> String? {
        let texts = parts.compactMap { text($0, in: language) }
        guard texts.count == parts.count else { return nil }
        return texts.joined(separator: translations.sentence(key, language) ?? ", ")
    }

    /// The error as a person reads it who speaks this language: message, reasons and hints. What has
    /// no words in the language stays as it is.
    ///
    /// A hint that speaks of the command line is left out where the language has no other.
    public func spoken(_ error: TidegateError, in language: Language) -> TidegateError {
        var spoken = error
        spoken.reasons = error.reasons.map { self.spoken($0, in: language) }
        let given = error.speech ?? speech(byCode: error.code, error.message, language)
        guard let speech = given, let message = text(speech, in: language) else {
            return spoken
        }
        spoken.message = ended(message, language)
        guard case .sentence(let key, let parts) = speech else { return spoken }
        spoken.hint = text(.sentence(key + ".hint", parts), in: language)
            .flatMap { $0.isEmpty ? nil : $0 }
        return spoken
    }

    /// What has no speech of its own is said by its code, in general words; `{message}` in them is what
    /// happened, as the engine puts it.
    private func speech(byCode code: String, _ message: String, _ language: Language) -> Speech? {
        guard let text = translations.sentence(code, language),
            Template.placeholders(of: text)?.subtracting(["message"]).isEmpty == true
        else { return nil }
        return .sentence(code, ["message": .text(message)])
    }

    /// With a full stop, unless it ends in a mark of its own, as what a pack says often does.
    private func ended(_ text: String, _ language: Language) -> String {
        if text.last.map({ ".?!…。？！".contains($0) }) ?? true { return text }
        return text + (translations.sentence("sentence.end", language) ?? ".")
    }

    public func spoken(_ reason: Reason, in language: Language) -> Reason {
        var spoken = reason
        let speech = reason.speech ?? speech(byCode: reason.code, reason.message, language)
        if let message = speech.flatMap({ text($0, in: language) }) {
            spoken.message = message
        }
        if let hint = reason.hintSpeech.flatMap({ text($0, in: language) }) { spoken.hint = hint }
        return spoken
    }
}
