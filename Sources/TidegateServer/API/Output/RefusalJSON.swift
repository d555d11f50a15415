import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

extension JSONWriter {
    /// How one gate stands: what it saw, what would open it, who can.
    mutating func gate(_ gate: GateReport) {
        object { json in
            json.member("name", gate.name)
            json.member("stage", gate.stage)
            json.member("passed", gate.passed)
            json.member("message", gate.message)
            json.key("saw")
            json.array { json in
                for seen in gate.saw {
                    json.object { json in
                        json.member("text", seen.text)
                        json.key("values")
                        json.array { json in
                            for (path, value) in seen.values {
                                json.object { json in
                                    json.member("path", path)
                                    json.key("value")
                                    json.value(value)
                                }
                            }
                        }
                    }
                }
            }
            json.key("unblock")
            json.strings(gate.unblock)
            json.key("who")
            json.strings(gate.who)
            json.member("opaque", gate.isOpaque)
            json.member("location", optional: gate.location?.description)
        }
    }

    mutating func strings(_ texts: some Sequence<String>) {
        array { json in for text in texts { json.string(text) } }
    }
}

extension TidegateError {
    /// The error with what is known besides: the gates that were judged, whether a reason would
    /// help, the record as it stands now.
    func json(
        requestID: String, gates: [GateReport] = [], caller: Actor? = nil,
        current: ((inout JSONWriter) -> Void)? = nil
    ) -> [UInt8] {
        var json = JSONWriter(reserving: 1024)
        json.object { json in
            json.error(self)
            json.member("request_id", requestID)
            if !gates.isEmpty {
                json.key("gates")
                json.array { json in gates.forEach { json.gate($0) } }
                json.member("may_waive", caller?.may(.waiveGates) ?? false)
            }
            if code == "validation.unconfirmed" { json.member("may_confirm", true) }
            if let current {
                json.key("current")
                current(&json)
            }
        }
        return json.bytes
    }
}

extension JSONWriter {
    /// `code, message, reasons[], hint, rule?`
    mutating func error(_ error: TidegateError) {
        member("code", error.code)
        member("message", error.message)
        key("reasons")
        array { json in
            for reason in error.reasons { json.reason(reason) }
        }
        member("hint", optional: error.hint)
        member("rule", optional: error.rule?.description)
    }

    mutating func reason(_ reason: Reason) {
        object { json in
            json.member("code", reason.code)
            json.member("message", reason.message)
            json.member("field", optional: reason.field)
            json.member("hint", optional: reason.hint)
            json.member("rule", optional: reason.rule?.description)
        }
    }
}
