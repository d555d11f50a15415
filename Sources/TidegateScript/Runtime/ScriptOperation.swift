/// What a script can ask of the host. The prelude gets the numbers under the same names.
public enum ScriptOperation: Int32, CaseIterable, Sendable {
    case get = 1
    case first, find, count, sum
    case checkObject, extra
    case create, save, delete, move, act
    case refuse, warn, notify, email, task, log
    case me, today, now, require
    case inTest, testObjects, testFixture
    case testMove, testAct, testDecide, testWithdraw, testUpdate, testCreate
    case testWaitsFor, testSent, testAlert, testAdvance

    /// Whether records may have changed by it: those a test holds are shown anew then.
    var writes: Bool {
        switch self {
        case .testFixture, .testMove, .testAct, .testDecide, .testWithdraw, .testUpdate,
            .testCreate, .create, .save, .delete, .move, .act:
            true
        case .get, .first, .find, .count, .sum, .checkObject, .extra, .refuse, .warn, .notify,
            .email, .task, .log, .me, .today, .now, .require, .inTest, .testObjects,
            .testWaitsFor, .testSent, .testAlert, .testAdvance:
            false
        }
    }

    /// `check_object`
    public var name: String {
        "\(self)".reduce(into: "") { text, character in
            if character.isUppercase { text += "_" }
            text += character.lowercased()
        }
    }
}
