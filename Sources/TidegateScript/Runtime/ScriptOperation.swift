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
    case testWaitsFor, testSent, testAlert, testAdvance, testAsUser, testSees, testShare

    /// `check_object`
    public var name: String {
        "\(self)".reduce(into: "") { text, character in
            if character.isUppercase { text += "_" }
            text += character.lowercased()
        }
    }
}
