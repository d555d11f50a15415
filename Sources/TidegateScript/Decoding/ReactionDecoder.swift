import TidegateModel
import TidegateRules

/// `notice "…" { on, when, once, to, send | case… }` and the messages they send.
struct NoticeDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> Notice? {
        let body = BodyReader(node, context)
        defer { body.finish(takesElements: true) }
        guard body.require("on"), let name = body.text("on"),
            let object = body.object(named: name, at: body.location(of: "on"))
        else { return nil }
        let when = body.condition("when", on: object)
        let once = body.template("once", on: object)
        let recipients = recipients(body, object)
        var cases = body.nodes(["case"]).compactMap { decode(case: $0, object) }
        if body.has("send") {
            if let message = message(body, object) {
                cases.append(
                    Notice.Case(
                        name: node.name, when: nil, message: message, location: body.location))
            }
        } else if cases.isEmpty {
            body.report("notice.send", "a notice needs send, or cases that have it")
        }
        guard body.require("when"), body.require("once"), body.require("to"),
            let when, let once, let recipients
        else { return nil }
        return Notice(
            name: node.name, object: object.name, when: when, once: once, to: recipients,
            cases: cases, location: body.location)
    }

    private func decode(case node: Node, _ object: Object) -> Notice.Case? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        let when = body.condition("when", on: object)
        guard body.require("send"), let message = message(body, object) else { return nil }
        return Notice.Case(name: node.name, when: when, message: message, location: body.location)
    }

    private func recipients(_ body: BodyReader, _ object: Object) -> Notice.Recipients? {
        if let item = body.item("to"), case .node(let node) = item, node.kind == "role" {
            return body.role(named: node.name, at: body.location(of: "to"))
                .map(Notice.Recipients.role)
        }
        guard let selection = body.selection("to", on: object) else { return nil }
        guard selection.target.fields.contains(where: { $0.type == .email }) else {
            body.report(
                "notice.to",
                "\(selection.target.name) has no e-mail field, so nothing can be sent to it",
                at: body.location(of: "to"))
            return nil
        }
        return .selection(selection)
    }

    /// The message `send` names, compiled for the object it will speak of.
    private func message(_ body: BodyReader, _ object: Object) -> Message? {
        guard let name = body.text("send") else { return nil }
        guard let node = context.messages[name] else {
            body.report(
                "message.unknown", "unknown message \(name)",
                instead: suggestion(for: name, among: context.messages.keys),
                at: body.location(of: "send"))
            return nil
        }
        return decode(message: node, object)
    }

    private func decode(message node: Node, _ object: Object) -> Message? {
        let body = BodyReader(node, context)
        let text = text(body, object)
        var translations: [String: Message.Text] = [:]
        for tag in body.keys where Self.isLanguageTag(tag) {
            guard let inner = body.table(tag) else { continue }
            translations[tag] = self.text(inner, object)
            inner.finish()
        }
        body.finish()
        return text.map { Message(name: node.name, text: $0, translations: translations) }
    }

    /// `de`, `zh-Hans`: a primary subtag of two or three letters (RFC 5646), more after a hyphen.
    private static func isLanguageTag(_ key: String) -> Bool {
        let primary = key.prefix { $0 != "-" }
        return (2...3).contains(primary.utf8.count)
            && primary.utf8.allSatisfy { (97...122).contains($0) }
    }

    private func text(_ body: BodyReader, _ object: Object) -> Message.Text? {
        let subject = body.template("subject", on: object)
        let text = body.template("body", on: object)
        guard body.require("subject"), body.require("body"), let subject, let text
        else { return nil }
        return Message.Text(subject: subject, body: text)
    }
}

/// `alert "safety stock" { on, raise, clear, level… }`
struct AlertDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> Alert? {
        let body = BodyReader(node, context)
        defer { body.finish(takesElements: true) }
        guard body.require("on"), let name = body.text("on"),
            let object = body.object(named: name, at: body.location(of: "on"))
        else { return nil }
        let raise = body.condition("raise", on: object, .query)
        let clear = body.condition("clear", on: object, .query)
        let say = body.template("say", on: object)
        let nodes = body.nodes(["level"])
        context.reportDuplicates(nodes.map { ($0.name, BodyReader($0, context).location) }, "level")
        let levels = nodes.map { level($0, object) }
        for condition in [raise, clear].compactMap({ $0 }) + levels.compactMap(\.when) {
            reportUnwatched(condition, object, body)
        }
        guard body.require("raise"), body.require("clear"), let raise, let clear else { return nil }
        return Alert(
            name: node.name, object: object.name, raise: raise, clear: clear, levels: levels,
            say: say, location: body.location)
    }

    /// An alert is looked at when its record changes, or one it refers to, or one of its children.
    /// What lies further away, or only time, would go unnoticed.
    private func reportUnwatched(_ condition: Condition, _ object: Object, _ body: BodyReader) {
        if condition.usesTime {
            body.report(
                "alert.time",
                "an alert is looked at when something is saved, so it cannot wait for "
                    + "a time: `\(condition.source)`")
        }
        let near = Set(
            object.fields.indices.filter(condition.fields.contains).compactMap {
                object.fields[$0].type.target
            } + condition.collections.map(\.object) + [object.name])
        for name in Set(condition.dependencies.map(\.object)).subtracting(near).sorted() {
            body.report(
                "alert.reach",
                "`\(condition.source)` looks at \(name) over more than one step; an "
                    + "alert sees what its record refers to and its children")
        }
    }

    private func level(_ node: Node, _ object: Object) -> Alert.Level {
        let body = BodyReader(node, context)
        defer { body.finish() }
        return Alert.Level(
            name: node.name, when: body.condition("when", on: object, .query),
            task: body.audience("task", on: object), location: body.location)
    }
}
