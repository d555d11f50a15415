import TidegateModel
import TidegateScript

extension JSONWriter {
    /// What a change of objects and fields would do, or did.
    public mutating func plan(_ plan: MetadataPlan, applied: MetadataApplied? = nil) {
        object { json in
            json.member("possible", plan.isPossible)
            json.member("done", applied != nil || plan.isDone)
            json.member("basis", plan.basis)
            json.member("records", plan.records)
            if let applied {
                json.member("bundle", applied.bundle)
                json.member("filled", applied.filled)
                json.member("unfilled", applied.unfilled)
            }
            json.key("steps")
            json.array { json in plan.steps.forEach { json.string($0.description) } }
            json.key("files")
            json.array { json in
                for file in plan.files {
                    json.object { json in
                        json.member("path", file.path)
                        json.member("before", optional: file.before)
                        json.member("after", optional: file.after)
                    }
                }
            }
            json.key("findings")
            json.array { json in plan.findings.forEach { json.finding($0) } }
            json.key("untranslated")
            json.array { json in
                for missing in plan.untranslated {
                    json.object { json in
                        json.member("language", missing.language.rawValue)
                        json.member("what", missing.what)
                    }
                }
            }
            json.key("obstacles")
            json.array { json in
                for obstacle in plan.obstacles {
                    json.object { json in
                        json.member("code", obstacle.code)
                        json.member("message", obstacle.message)
                        json.member("field", optional: obstacle.field)
                        json.member("hint", optional: obstacle.hint)
                    }
                }
            }
        }
    }
}
