import TidegateModel

extension JSONWriter {
    /// As the program and the HTTP API write it.
    public mutating func blame(_ blame: Blame) {
        object { json in
            json.member("field", blame.change.field)
            json.key("old")
            json.json(blame.change.old)
            json.key("value")
            json.json(blame.change.new)
            json.member("sequence", Int(blame.entry.sequence))
            json.member("version", Int(blame.entry.version))
            json.member("at", blame.entry.at.description)
            json.member("kind", blame.entry.kind)
            json.key("actor")
            json.who(blame.entry.who)
            json.member("door", blame.entry.door)
            json.key("causes")
            json.array { json in blame.causes.forEach { json.cause($0) } }
        }
    }

    public mutating func who(_ who: HistoryEntry.Who) {
        object { json in
            json.member("kind", who.kind)
            json.member("name", who.name)
            json.member("id", optional: who.id?.description)
            json.member("on_behalf_of", optional: who.onBehalfOf?.description)
        }
    }

    private mutating func cause(_ cause: Blame.Cause) {
        object { json in
            json.member("rule", cause.rule)
            json.member("at", optional: cause.at)
            json.member("pack", optional: cause.pack)
            json.member("pack_version", optional: cause.version)
            json.member("record", cause.record)
        }
    }
}
