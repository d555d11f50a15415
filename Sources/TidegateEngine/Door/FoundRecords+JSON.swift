import TidegateModel

extension JSONWriter {
    /// As the API and the program answer it. Places of what was found are pairs: the first Unicode scalar,
    /// and the one behind the last.
    public mutating func found(_ page: FoundPage) {
        object { json in
            json.member("object", page.object.name)
            json.key("records")
            json.array { json in page.records.forEach { json.found($0) } }
            json.key("next")
            if let next = page.next { json.integer(Int64(next)) } else { json.null() }
            json.member("is_complete", page.isComplete)
        }
    }

    private mutating func found(_ found: FoundRecord) {
        object { json in
            json.member("id", found.record.id)
            json.member("object", found.record.object.name)
            json.member("version", Int(found.record.version))
            json.member("title", found.title.text)
            json.ranges(found.title.ranges)
            json.key("found")
            json.array { json in
                for (field, excerpt) in found.texts {
                    json.object { json in
                        json.member("field", field.name)
                        json.member("text", excerpt.text)
                        json.ranges(excerpt.ranges)
                    }
                }
            }
        }
    }

    public mutating func ranges(_ ranges: [Range<Int>]) {
        key("ranges")
        array { json in
            for range in ranges {
                json.array { json in
                    json.integer(Int64(range.lowerBound))
                    json.integer(Int64(range.upperBound))
                }
            }
        }
    }
}
