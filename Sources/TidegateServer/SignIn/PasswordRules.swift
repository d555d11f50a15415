import TidegateModel

/// What a password must be: long enough and not the first thing anyone would try. No rules about
/// letters, digits and signs, no expiry.
///
/// Source: NIST SP 800-63B-4, section 3.1.1.2.
enum PasswordRules {
    static let shortest = 8
    static let longest = 256

    static func check(_ password: String, login: String) throws {
        let length = password.unicodeScalars.count
        guard length >= shortest, length <= longest else {
            throw SignInSentences.passwordLength(shortest, longest)
        }
        let plain = password.lowercased()
        guard plain != login.lowercased(), !isCommon(plain) else {
            throw SignInSentences.passwordCommon()
        }
    }

    /// Also with digits and signs behind it, and one character over and over.
    private static func isCommon(_ password: String) -> Bool {
        if Set(password).count < 3 { return true }
        if commonest.contains(password) { return true }
        let word = String(password.reversed().drop { !$0.isLetter }.reversed())
        return word.count < password.count && commonest.contains(word)
    }

    /// What leads the lists of passwords that were found in leaks, as far as it is long enough here
    /// alone or with digits behind it, and the program's own name.
    private static let commonest: Set<String> = [
        "password", "passw0rd", "password1", "p@ssword", "p@ssw0rd", "passwort", "kennwort",
        "12345678", "123456789", "1234567890", "0123456789", "87654321", "987654321", "11223344",
        "123123123", "147258369", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "qwerty", "qwertyui",
        "qwertyuiop", "qwertz", "qwertzuiop", "asdfghjk", "asdfghjkl", "zxcvbnm", "q1w2e3r4",
        "abcdefgh", "abcdefg", "abc", "iloveyou", "sunshine", "princess", "football", "baseball",
        "superman", "batman", "starwars", "trustno1", "whatever", "computer", "internet",
        "welcome", "letmein", "changeme", "default", "secret", "master", "dragon", "monkey",
        "shadow", "admin", "administrator", "root", "guest", "login", "test", "testtest",
        "tidegate", "woaini", "woaini1314", "5201314", "a123456", "a12345678", "aa123456",
    ]
}
