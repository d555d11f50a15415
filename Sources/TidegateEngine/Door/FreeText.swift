import TidegateModel

/// What people write beside the fields: comments, and reasons for waivers and confirmations. Fields
/// judge their own texts (`Field.parse`).
public enum FreeText {
    /// - Parameter name: what it is, for the sentence: `comment`.
    /// - Throws: `text.null_character`.
    public static func check(_ text: String?, _ name: String) throws {
        guard let text, text.utf8.contains(0) else { return }
        throw Sentences.nullCharacter(name)
    }

    /// - Throws: `text.null_character`, `comment.too_long`.
    static func checkComment(_ text: String?) throws {
        try check(text, "comment")
        let limit = EngineLimits.commentCharacters
        guard let text, text.utf8.count > limit, text.unicodeScalars.count > limit else { return }
        throw Sentences.commentTooLong(limit)
    }
}

extension RequestOptions {
    func checkTexts() throws {
        try FreeText.check(waiver, "waiver")
        try FreeText.check(confirmation, "confirmation")
    }
}

extension Write {
    func checkTexts() throws {
        switch self {
        case .decide(_, _, _, _, let comment), .withdraw(_, _, _, let comment),
            .ask(_, _, _, let comment):
            try FreeText.checkComment(comment)
        case .create, .update, .move, .act, .delete, .undelete, .revert: break
        }
    }
}
