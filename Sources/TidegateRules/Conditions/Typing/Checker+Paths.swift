import TidegateModel

/// Names: fields, paths over references, collections.
extension Checker {
    /// What a run of names leads to.
    enum Destination {
        case value(FieldPath)
        /// The children of what `owner` points at (`nil`: of the record), and the names after.
        case collection(owner: FieldPath?, ChildrenField, rest: ArraySlice<SyntaxNode.Name>)
    }

    func path(_ names: [SyntaxNode.Name], _ range: Range<Int>, _ frame: Frame) -> Expression? {
        var names = names[...]
        if let prefix = frame.prefix {
            guard names.count >= prefix.count, names.map(\.text).starts(with: prefix) else {
                if isEverydayWord(names) { return nil }
                let written = names.map(\.text).joined(separator: ".")
                report(
                    .outsideCollection(written, collection: prefix.joined(separator: ".")), range)
                return nil
            }
            names = names.dropFirst(prefix.count)
            guard !names.isEmpty else {
                report(.objectAsValue(prefix.joined(separator: ".")), range)
                return nil
            }
        }
        guard let destination = resolve(names, frame) else { return nil }
        switch destination {
        case .value(let path):
            return make(.field(path), path.type, range, frame)
        case .collection(_, let collection, _):
            report(
                frame.prefix == nil
                    ? .collectionAsValue(collection.name)
                    : .collectionInCollection(collection.name),
                range)
            return nil
        }
    }

    func resolve(_ names: ArraySlice<SyntaxNode.Name>, _ frame: Frame) -> Destination? {
        guard let first = names.first, first.text == "old", names.count > 1 else {
            return follow(
                names, from: FieldPath(root: .record, start: frame.object, hops: [], slot: nil),
                frame)
        }
        guard scope.allows.contains(.oldValues), frame.depth == 0 else {
            report(.notAllowed("old.", why: oldReason(frame)), first.range)
            return nil
        }
        uses.old = true
        return follow(
            names.dropFirst(),
            from: FieldPath(root: .old, start: frame.object, hops: [], slot: nil), frame)
    }

    func oldReason(_ frame: Frame) -> String {
        frame.depth > 0
            ? "the records of a collection have no old values"
            : "only a save has old values"
    }

    /// Walks the names from a record (`slot` is `nil`: from that record itself).
    func follow(
        _ names: ArraySlice<SyntaxNode.Name>, from start: FieldPath, _ frame: Frame
    ) -> Destination? {
        var path = start
        var rest = names
        while let name = rest.popFirst() {
            guard let object = object(at: path, before: name) else { return nil }
            if name.text == "id", object.slot(of: "id") == nil, rest.isEmpty {
                return .value(path)
            }
            if let slot = object.slot(of: name.text), !scope.hides(object, slot) {
                path = path.following(to: object, slot: slot)
                note(object, slot, path, frame)
            } else if let collection = object.collection(name.text), !scope.hides(collection) {
                guard path.root != .old else {
                    report(
                        .notAllowed("old.\(name.text)", why: "collections keep no old values"),
                        name.range)
                    return nil
                }
                let isOwn = path.root == .record && path.slot == nil
                return .collection(owner: isOwn ? nil : path, collection, rest: rest)
            } else {
                if path.field == nil, isEverydayWord(names) { return nil }
                reportUnknown(name, object)
                return nil
            }
        }
        guard path.hops.count <= ConditionLimits.pathReferences else {
            report(.tooManyReferences(path.hops.count), range(of: names))
            return nil
        }
        return .value(path)
    }

    /// The object whose fields may follow: the start's, or that of the reference at the end.
    private func object(at path: FieldPath, before name: SyntaxNode.Name) -> Object? {
        guard let field = path.field else { return path.object }
        guard case .reference(let reference) = field.type else {
            let type = ExpressionType(field.type).phrase
            report(
                .notAReference(field: field.name, object: path.object.name, type: type), name.range)
            return nil
        }
        return object(named: reference.target, name.range)
    }

    func object(named name: String, _ range: Range<Int>) -> Object? {
        if let object = scope.schema[name] { return object }
        let close = suggestion(for: name, among: scope.schema.objects.map(\.name))
        report(.unknownObject(name, suggestion: close), range)
        return nil
    }

    private func note(_ object: Object, _ slot: Int, _ path: FieldPath, _ frame: Frame) {
        uses.dependencies.insert(
            Dependency(object: object.name, field: object.fields[slot].name))
        guard frame.depth == 0, path.root != .me, path.hops.isEmpty else { return }
        uses.fields.insert(slot)
    }

    /// `me`, `明天`, `一万`: no name, and it stands alone.
    private func isEverydayWord(_ names: ArraySlice<SyntaxNode.Name>) -> Bool {
        guard let name = names.first, names.count == 1,
            let use = EverydayWords.value(name.text), use != name.text
        else { return false }
        report(.everydayWord(name.text, use: use), name.range)
        return true
    }

    private func reportUnknown(_ name: SyntaxNode.Name, _ object: Object) {
        if let meant = self.name(ofFieldCalled: name.text, in: object) {
            return report(.fieldLabel(name.text, name: meant), name.range)
        }
        if reportsOperator(in: name, object) { return }
        let fields = object.fields.indices.filter { !scope.hides(object, $0) }
        let children = object.children.filter { !scope.hides($0) }
        let known = fields.map { object.fields[$0].name } + children.map(\.name)
        let close = suggestion(for: name.text, among: known)
        report(.unknownField(name.text, object: object.name, suggestion: close), name.range)
    }

    private func range(of names: ArraySlice<SyntaxNode.Name>) -> Range<Int> {
        (names.first?.range.lowerBound ?? 0)..<(names.last?.range.upperBound ?? 0)
    }

    /// `金额大于5000`: a label or a name, with the operator grown onto it.
    private func reportsOperator(in name: SyntaxNode.Name, _ object: Object) -> Bool {
        let text = name.text
        for index in text.indices.dropFirst() {
            let before = String(text[..<index])
            guard
                object.slot(of: before) != nil
                    || self.name(ofFieldCalled: before, in: object) != nil
            else { continue }
            let behind = String(text[index...])
            let use = EverydayWords.comparisons[behind].map { (behind, $0) }
            guard
                let (word, use) = use
                    ?? EverydayWords.beginning(behind, in: EverydayWords.comparisons)
            else { continue }
            let start = name.range.lowerBound + before.utf8.count
            report(.foreignOperator(word, use: use), start..<start + word.utf8.count)
            return true
        }
        return false
    }
}
