/// Every bound of the server, by name.
public enum ServerLimits {
    /// A body that is read whole: forms, JSON.
    public static let bodyBytes = 1 << 20
    /// A file to import, read as a stream.
    public static let uploadBytes = 64 << 20
    public static let acceptLanguageBytes = 200
    /// Records on one page of a list.
    public static let pageRecords = 50
    public static let pageRecordsAtMost = 500
    public static let formFields = 1000
    /// Records of a related list on a record's page; the rest is a link away.
    public static let relatedRecords = 20
    /// Changes of a record's life that its page shows at first.
    public static let timelineEntries = 30
    /// Cards of one column of a board.
    public static let columnCards = 30
    /// Rows of a table that creates several records at once.
    public static let fillRows = 100
    public static let relatedColumns = 5
    public static let inboxTasks = 100
    /// Changes of a record that are looked through for what it was when a question was asked.
    public static let questionChanges = 200
    /// Characters of a text that still fits one line; longer ones get an area.
    public static let singleLine = 200
}
