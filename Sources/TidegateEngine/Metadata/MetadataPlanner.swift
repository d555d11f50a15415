import TidegateModel
import TidegateRules
import TidegateScript

/// Decides what a change means for the pack of additions: no I/O, no data.
struct MetadataPlanner {
    let bundle: Bundle
    let pack: CustomPack

    struct Outcome {
        var pack: CustomPack
        var steps: [MetadataPlan.Step] = []
        /// A field whose existing values have to be looked at.
        var fields: [(object: String, old: FieldDraft?, new: FieldDraft?)] = []
        /// An object that must have no record.
        var removed: String?
        /// The object whose records are concerned.
        var object: String?
    }

    func outcome(of change: MetadataChange) throws -> Outcome {
        var outcome = try self.change(change)
        if outcome.pack.holdsSame(as: pack) {
            outcome.steps = []
            outcome.fields = []
            outcome.pack = pack
        } else {
            outcome.pack.countRevision()
        }
        return outcome
    }

    private func change(_ change: MetadataChange) throws -> Outcome {
        switch change {
        case .addObject(let draft): return try add(draft)
        case .addField(let draft, let object): return try add(draft, to: object)
        case .changeField(let draft, let object): return try self.change(draft, of: object)
        case .relabelObject(let object, let labels): return try relabel(object, labels)
        case .relabelField(let field, let object, let labels):
            return try relabel(field, of: object, labels)
        case .setAccess(let access, let object): return try set(access, of: object)
        case .removeField(let field, let object): return try remove(field, of: object)
        case .removeObject(let object): return try remove(object)
        }
    }

    // MARK: Adding

    private func add(_ draft: ObjectDraft) throws -> Outcome {
        let name = draft.name.description
        var outcome = Outcome(pack: pack)
        if let known = bundle.schema[name], pack.objects[draft.name] != draft {
            throw MetadataSentences.objectExists(name, known.origin)
        }
        outcome.pack.add(draft)
        outcome.steps = [.addObject(name)]
        for field in draft.fields { outcome.steps += steps(of: field, in: name) }
        for access in draft.access {
            outcome.steps.append(.grant(role: access.role, object: name, rights: access.allowed))
        }
        return outcome
    }

    private func add(_ draft: FieldDraft, to object: String) throws -> Outcome {
        let (object, name) = try target(object)
        var outcome = Outcome(pack: pack, object: object.name)
        let field = draft.name.description
        let known = object.field(field)?.origin ?? object.collection(field)?.origin
        if pack.field(field, of: name).map({ $0 != draft })
            ?? (object.field(field) != nil || object.collection(field) != nil)
        {
            throw MetadataSentences.fieldExists(field, object, known)
        }
        outcome.pack.add(draft, to: name)
        outcome.steps = steps(of: draft, in: object.name)
        outcome.fields = [(object.name, nil, draft)]
        return outcome
    }

    private func steps(of field: FieldDraft, in object: String) -> [MetadataPlan.Step] {
        let name = field.name.description
        var steps: [MetadataPlan.Step] = [
            .addField(object: object, field: name, kind: field.word)
        ]
        if field.isUnique { steps.append(.makeUnique(object: object, field: name)) }
        if field.isIndexed { steps.append(.makeIndex(object: object, field: name)) }
        return steps
    }

    // MARK: Changing

    private func change(_ draft: FieldDraft, of object: String) throws -> Outcome {
        let (object, name) = try target(object)
        let field = draft.name.description
        let old = try own(field, of: object, name)
        guard old.word == draft.word else {
            throw MetadataSentences.otherKind("\(object.name).\(field)", old.word, draft.word)
        }
        var outcome = Outcome(pack: pack, object: object.name)
        outcome.pack.add(draft, to: name)
        outcome.steps = [.changeField(object: object.name, field: field)]
        if draft.isUnique, !old.isUnique {
            outcome.steps.append(.makeUnique(object: object.name, field: field))
        }
        if draft.isIndexed, !old.isIndexed {
            outcome.steps.append(.makeIndex(object: object.name, field: field))
        }
        outcome.fields = [(object.name, old, draft)]
        return outcome
    }

    private func relabel(_ object: String, _ labels: NewLabels) throws -> Outcome {
        let (object, name) = try target(object)
        try check(labels)
        var outcome = Outcome(pack: pack, object: object.name)
        outcome.pack.relabel(name, labels)
        outcome.steps = steps(of: labels, for: object.name)
        return outcome
    }

    private func relabel(_ field: String, of object: String, _ labels: NewLabels) throws -> Outcome
    {
        let (object, name) = try target(object)
        try check(labels)
        guard object.field(field) != nil else {
            throw MetadataSentences.unknownField(field, object)
        }
        guard let fieldName = FieldName(field) else { throw MetadataSentences.badName(field) }
        var outcome = Outcome(pack: pack, object: object.name)
        outcome.pack.relabel(fieldName, of: name, labels)
        outcome.steps = steps(of: labels, for: "\(object.name).\(field)")
        return outcome
    }

    private func steps(of labels: NewLabels, for what: String) -> [MetadataPlan.Step] {
        var steps: [MetadataPlan.Step] = []
        if let label = labels.label { steps.append(.relabel(what, to: label)) }
        if let plural = labels.plural { steps.append(.relabelMany(what, to: plural)) }
        for language in Language.translated {
            if let word = labels.words[language] {
                steps.append(.relabel(what, to: word, in: language))
            }
        }
        return steps
    }

    private func check(_ labels: NewLabels) throws {
        if let problem = labels.problem { throw MetadataSentences.badLabel(problem) }
    }

    private func set(_ access: [AccessDraft], of object: String) throws -> Outcome {
        let (object, name) = try target(object)
        guard let draft = pack.objects[name] else {
            throw MetadataSentences.notOwn(object.name, object.origin)
        }
        var outcome = Outcome(pack: pack, object: object.name)
        outcome.pack.set(access, of: name)
        outcome.steps = access.filter { !draft.access.contains($0) }
            .map { .grant(role: $0.role, object: object.name, rights: $0.allowed) }
        let roles = Set(access.map(\.role))
        outcome.steps += draft.access.filter { !roles.contains($0.role) }
            .map { .revoke(role: $0.role, object: object.name) }
        return outcome
    }

    // MARK: Removing

    private func remove(_ field: String, of object: String) throws -> Outcome {
        let (object, name) = try target(object)
        let old = try own(field, of: object, name)
        var outcome = Outcome(pack: pack, object: object.name)
        outcome.pack.remove(old.name, of: name)
        outcome.steps = [.remove("\(object.name).\(field)")]
        outcome.fields = [(object.name, old, nil)]
        return outcome
    }

    private func remove(_ object: String) throws -> Outcome {
        let (object, name) = try target(object)
        guard pack.objects[name] != nil else {
            throw MetadataSentences.notOwn(object.name, object.origin)
        }
        var outcome = Outcome(pack: pack, object: object.name)
        outcome.pack.remove(name)
        outcome.steps = [.remove(object.name)]
        outcome.removed = object.name
        return outcome
    }

    // MARK: Names

    private func target(_ name: String) throws -> (Object, ObjectName) {
        guard let object = bundle.schema[name], let valid = ObjectName(name) else {
            let hint = suggestion(for: name, among: bundle.schema.objects.map(\.name))
            throw TidegateError(
                .invalid, "object.unknown", "There is no object \(name).",
                hint: hint.map { "Did you mean \($0)?" })
        }
        if object.isEngineOwned { throw MetadataSentences.engineObject(object) }
        return (object, valid)
    }

    private func own(_ field: String, of object: Object, _ name: ObjectName) throws -> FieldDraft {
        if let draft = pack.field(field, of: name) { return draft }
        guard let known = object.field(field) else {
            throw MetadataSentences.unknownField(field, object)
        }
        throw MetadataSentences.notOwn("\(object.name).\(field)", known.origin)
    }
}

extension AccessDraft {
    /// The rights it gives, with or without a condition.
    fileprivate var allowed: [String] {
        [("create", create), ("read", read), ("update", update), ("delete", delete)]
            .compactMap { $0.1 == .never ? nil : $0.0 }
    }
}
