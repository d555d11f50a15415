import TidegateModel

extension JSONWriter {
    /// As the program and the HTTP API write it.
    public mutating func bin(_ page: BinPage) {
        object { json in
            json.key("records")
            json.array { json in page.records.forEach { json.binned($0) } }
            json.key("next")
            if let next = page.next { json.integer(next) } else { json.null() }
        }
    }

    private mutating func binned(_ binned: BinnedRecord) {
        object { json in
            json.member("object", binned.record.object.name)
            json.member("id", binned.record.id)
            json.member("version", Int(binned.record.version))
            json.member("title", binned.title)
            json.key("fields")
            json.object { json in
                for slot in binned.record.slots.indices where !binned.record.slots[slot].isMissing {
                    json.key(binned.record.object.fields[slot].name)
                    json.slot(slot, of: binned.record)
                }
            }
            json.member("deleted_at", binned.entry.at.description)
            json.key("actor")
            json.who(binned.entry.who)
            json.member("door", binned.entry.door)
            json.member("sequence", Int(binned.entry.sequence))
            json.member("because", optional: binned.entry.cause)
            json.member("with", optional: binned.with?.description)
            json.member("may_undelete", binned.mayUndelete)
        }
    }
}
