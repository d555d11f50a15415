import TidegateModel

/// Where the words of an object's texts lie: a table of FTS5, and a row of `tg_search` that says which fields
/// stand in its columns and how far it is filled.
///
/// The words are cut by ``SearchCutter``, so FTS5 only parts them at spaces. It keeps no text (`content=''`) and no
/// lengths (`columnsize=0`): words are taken out by giving it the text once more that was put in.
/// Source: https://sqlite.org/fts5.html, 4.4.1 and 6.3.
struct SearchPlace {
    static let table = "tg_search"
    static let creation = """
        CREATE TABLE tg_search(
            object TEXT PRIMARY KEY, fields TEXT NOT NULL, cutting INTEGER NOT NULL,
            filled INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    let object: String
    let fields: [String]
    let cutting: Int
    /// Records up to this id are in the index, and are kept in it by whoever writes them; the others are
    /// put in later.
    var filled: Int64

    var isComplete: Bool { filled == Int64.max }

    static func name(_ object: Object) -> String { "tg_search_\(object.table)" }

    /// Not called as the fields are: FTS5 keeps some names for itself.
    static func columns(_ count: Int) -> String {
        (0..<count).map { "f\($0)" }.joined(separator: ", ")
    }

    static func declaration(_ object: Object) -> String {
        "CREATE VIRTUAL TABLE \(SQLiteConnection.quoted(name(object))) USING fts5("
            + "\(columns(object.search.count)), content='', columnsize=0, tokenize='ascii')"
    }

    /// Lets more segments stand before they are merged: of a commit with one record this is two thirds of what the index
    /// costs it, and keeps a merge of large segments out of small commits.
    static func merging(_ object: Object) -> String {
        let table = SQLiteConnection.quoted(name(object))
        return "INSERT INTO \(table)(\(table), rank) VALUES('automerge', 16)"
    }

    static func all(_ connection: SQLiteConnection) throws -> [String: SearchPlace] {
        let statement = try connection.cached(
            "SELECT object, fields, cutting, filled FROM tg_search")
        var places: [String: SearchPlace] = [:]
        while try statement.step() {
            let place = SearchPlace(
                object: statement.text(0), fields: parts(statement.text(1)),
                cutting: Int(statement.integer(2)), filled: statement.integer(3))
            places[place.object] = place
        }
        return places
    }

    /// Names of fields have no spaces.
    static func parts(_ fields: String) -> [String] {
        fields.split(separator: " ").map(String.init)
    }

    func fits(_ object: Object) -> Bool {
        fields == object.search && cutting == SearchCutter.version
    }
}

extension SearchTerms {
    /// As FTS5 reads it: `{f0 f2} : ("north gate" AND "pum" *)`. A word is letters and digits alone, so
    /// nothing in it ends the quotes.
    func expression(columns: [Int]) -> String {
        let phrases = phrases.map { phrase in
            "\"\(phrase.words.joined(separator: " "))\"" + (phrase.isPrefix ? " *" : "")
        }
        let places = columns.map { "f\($0)" }.joined(separator: " ")
        return "{\(places)} : (\(phrases.joined(separator: " AND ")))"
    }
}
