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
    /// Characters of a text that still fits one line; longer ones get an area.
    public static let singleLine = 200
    /// Columns of a list beside the title: at most, and when no one has chosen.
    public static let listColumns = 40
    public static let usualColumns = 6
    /// Records that a search for one object offers, and one for any object offers of each.
    public static let searchChoices = 12
    public static let searchOfEach = 4
    /// Lines of each part of the start page.
    public static let homeLines = 8
}
