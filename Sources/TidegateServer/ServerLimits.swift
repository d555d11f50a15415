import TidegateModel

/// Every bound of the server, by name.
public enum ServerLimits {
    /// A body that is read whole: forms, JSON.
    public static let bodyBytes = 1 << 20
    /// A file to import, read as a stream.
    public static let uploadBytes = 64 << 20
    /// The part of an address after the question mark: conditions and cursors stand there.
    public static let queryBytes = 16 << 10
    /// Rows that were not taken, in the report of an import; the rest is counted.
    public static let importProblems = 1_000
    /// The refused rows themselves are left out of the report when they are more.
    public static let refusedFileBytes = 1 << 20
    public static let historyEntriesAtMost = 200
    public static let acceptLanguageBytes = 200
    public static let userAgentBytes = 300
    public static let addressBytes = 60
    /// Where a page may send a browser to after it has signed in.
    public static let localAddressBytes = 2_000
    public static let formFields = 1_000
    /// Records on one page of a list.
    public static let pageRecords = 50
    public static let pageRecordsAtMost = 500
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
    /// Rows of a list in the administration.
    public static let adminRows = 500
    /// All tests of a pack, run from its page.
    public static let testSeconds = 120
    /// Records to choose from when a condition is tried.
    public static let trialRecords = 8
    /// Changes of a record that are looked through for what it was when a question was asked.
    public static let questionChanges = 200
    /// Columns of a list beside the title: at most, and when no one has chosen.
    public static let listColumns = 40
    public static let usualColumns = 6
    /// Objects of which the start page looks for what is new.
    public static let homeObjects = 4
    /// How long a page may take to come that tells what the one before it has done.
    public static let sayingSeconds = 20
    /// Fields added in the workspace that stand behind them when nobody has chosen.
    public static let addedColumns = 3
    /// Fields to sort by, to group by, or to show, that an address may name.
    public static let namesAList = 500
    /// How many records an address may say came before its page; more than there ever are.
    public static let listPlace = 1_000_000_000
    /// Records that a search for one object offers, and one for any object offers of each.
    public static let searchChoices = 12
    public static let searchOfEach = 4
    /// How long the start page tells what was answered to the reader's questions.
    public static let answeredLatelyMilliseconds: Int64 = 7 * 86_400_000
    public static let homeAnswers = 4
    /// Lines of each part of the start page.
    public static let homeLines = 8

    /// Whoever is slow may be so for this long.
    public static let slowGrace = Span(milliseconds: 15_000)
    /// A caller may ask for as much at once as they may in this many seconds in the long run.
    public static let requestBurstSeconds = 4
    public static let requestIDBytes = 64
    public static let headerFields = 100
    /// What is cancelled may take this long to give in.
    public static let cancelTime = Span(milliseconds: 5_000)
    /// Series of one metric.
    public static let metricSeries = 2_000
    /// How often a running server looks for packs that another program installed.
    public static let refreshTime = Span(milliseconds: 1_000)
    public static let mailTime = Span(milliseconds: 5_000)
    /// How often it is looked whether a backup is due, and how soon one that failed is tried again.
    public static let backupLook = Span.minutes(1)
    public static let backupRetry = Span.minutes(10)
    public static let purgeTime = Span.minutes(10)

    // Signing in

    /// Passwords hashed at once, at 32 MiB each.
    public static let passwordThreads = 2
    public static let passwordsWaiting = 32
    /// A password that is longer is not even hashed.
    public static let passwordBytes = 2_000
    public static let loginBytes = 320
    /// Sessions and tokens of whom the caller is known without asking the workspace again.
    public static let knownCallers = 10_000
    /// How long: within it, a change that another program made may not be noticed.
    public static let knownCallerTime = Span(milliseconds: 1_000)
    /// How exactly it is written down when a session or a token was last used.
    public static let lastSeenStep = Span.minutes(1)
    /// An old cookie still opens after it was replaced, for requests that were on their way.
    public static let replacedSessionTime = Span(milliseconds: 30_000)
    public static let linkLife = Span.hours(24)
    public static let tokensAUser = 50
    public static let tokenNameCharacters = 80
    public static let tokenDaysAtMost: Int64 = 366
    /// Attempts with one login from one address, then one more every two minutes: less than a third
    /// of what comes back to the login, so that no one address can use up a login's attempts.
    public static let attemptsALoginAndAddress = 8
    public static let attemptALoginAndAddressEvery = Span.minutes(2)
    /// Attempts with one login from anywhere: about a hundred an hour, as NIST SP 800-63B-4, 3.2.2
    /// has it for an account, without locking its owner out for good.
    public static let attemptsALogin = 50
    public static let attemptALoginEvery = Span(milliseconds: 36_000)
    public static let attemptsAnAddress = 60
    public static let attemptAnAddressEvery = Span(milliseconds: 2_000)
    /// Buckets to count in. Keys that share one by chance share its attempts.
    public static let attemptBuckets = 16_384
}
