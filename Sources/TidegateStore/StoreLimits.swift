/// Every bound of the store, by name.
public enum StoreLimits {
    /// How many bodies may share one commit. More would let the first wait too long for its answer.
    public static let groupBodies = 64
    /// A group that has run this long takes no further body.
    public static let groupMilliseconds: Int64 = 5
    /// How long a group waits for the callers that shared the last commit and are likely back in
    /// a moment. Half a commit here, so a wrong guess costs little and a right one saves a commit.
    public static let gatherMicroseconds: Int64 = 60
    /// How long the writer looks out for a caller it has just answered before it sleeps. Waking it
    /// takes some 20 microseconds, so a single caller's commits are that much shorter.
    public static let lingerMicroseconds: Int64 = 60
    /// The same for a reader.
    public static let readerLingerMicroseconds: Int64 = 40
    /// After a group that held the lock for longer than this, the writer rests for other programs.
    public static let longGroupMilliseconds: Int64 = 50
    public static let restMilliseconds: UInt32 = 20
    /// Bodies waiting for the writer, or for a reader; one more is refused as busy.
    public static let waitingBodies = 10_000
    /// Scripts run on the threads of the driver, and a Lua parser may recurse deeply.
    public static let threadStackBytes = 16 << 20
    public static let readers = 4
    /// Steps of SQLite's machine between two looks at the clock, while a reading has a deadline.
    public static let stepsBetweenLooks: Int32 = 20_000
    public static let busyMilliseconds: Int32 = 5_000
    public static let openRetryMilliseconds: Int32 = 5
    public static let writerCacheKibibytes = 8_192
    public static let readerCacheKibibytes = 4_096
    /// Pages in the write-ahead log before they are copied home when nobody waits.
    public static let checkpointPages: Int32 = 2_000
    /// The same when there is always somebody waiting.
    public static let checkpointPagesUnderLoad: Int32 = 8_000
    /// Rows written before the planner is told about them for the first time.
    public static let rowsBeforeStatistics = 2_000
    /// Rows of an index that are looked at for it.
    public static let statisticsRows = 400
    /// A log that has grown past this is cut back after a checkpoint.
    public static let journalBytes = 64 << 20
    /// Objects whose statements one connection keeps.
    public static let preparedObjects = 256
    /// Update statements kept an object: one for each set of fields that change together.
    public static let preparedUpdates = 32
    /// Statements of queries kept by one connection.
    public static let preparedQueries = 64
    /// Values of a choice whose figures are read side by side in one row.
    public static let pivotedValues = 16
    /// Connections for looks at a few rows.
    public static let glances = 2
    /// How long a look at a few rows may hold the thread of whoever looks.
    public static let glanceMilliseconds: Int64 = 20
    public static let savepointDepth = 64
    /// Pages copied between two reports of a backup: 4 MiB, some milliseconds.
    public static let pagesAStep: Int32 = 1_024
    /// Places of damage that are told.
    public static let toldDamages = 5
    /// Places of a table, and records at each, that are looked at to learn how much someone sees.
    public static let sampledPlaces = 32
    public static let recordsAPlace = 32
    /// How long that is believed.
    public static let sampleMilliseconds: Int64 = 60_000
    /// People and objects one connection keeps what it knows of rights for.
    public static let keptRights = 512
    /// Ids of people, teams and shares kept by one connection: 40 to 72 bytes each.
    public static let keptIDs = 200_000
    /// Lists of people, teams and shares that a statement makes into sets; more are asked one by one.
    public static let setsAStatement = 8
    /// Ranges of an index that a page may be merged from: one for each id that leads to its records.
    public static let mergedRanges = 32
    /// Records whose words wait for the end of the transaction.
    public static let gatheredTexts = 10_000
    /// Records put at a time into an index that appeared over them: some hundredths of a second in which
    /// nobody else writes.
    public static let filledTexts = 2_000
}
