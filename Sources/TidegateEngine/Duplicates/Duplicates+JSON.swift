import TidegateModel
import TidegateRules

extension JSONWriter {
    public mutating func duplicates(_ found: Duplicates) {
        object { json in
            json.member("object", found.object.name)
            json.member("by", found.key.description)
            json.key("groups")
            json.array { json in
                for group in found.groups { json.group(group) }
            }
            json.member("has_more", found.hasMore)
        }
    }

    private mutating func group(_ group: Duplicates.Group) {
        object { json in
            json.key("key")
            json.array { json in for value in group.key { json.value(value) } }
            json.member("count", group.count)
            json.key("records")
            json.array { json in
                for (record, title) in zip(group.records, group.titles) {
                    json.object { json in
                        json.member("id", record.id)
                        json.member("version", Int(record.version))
                        json.member("title", title)
                    }
                }
            }
        }
    }
}
