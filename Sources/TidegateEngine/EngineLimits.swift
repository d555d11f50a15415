import TidegateLua
import TidegateModel

/// Every bound of a save and its surroundings, by name.
public enum EngineLimits {
    /// How often one record may be saved inside its own save.
    public static let roundsARecord = 3
    /// Saves inside saves.
    public static let saveDepth = 8
    public static let savesATransaction = 200
    /// Saves of records whose formulas and roll-ups follow from what a transaction changed.
    public static let derivedSavesATransaction = 10_000
    /// How often one request is begun anew because packs were installed meanwhile.
    public static let bundleReloads = 3
    public static let hookCallsATransaction = 1000
    /// Changes of a record that are read at a time to tell what it was.
    public static let changesARead = 100
    /// Changes before another one that are looked through for the save that caused it.
    public static let changesBeforeCause = 20
    /// Records a script may get from one query.
    public static let scriptRows = 1000
    /// Deletions that are looked at for one page of the bin.
    public static let binLooks = 2_000
    public static let idempotencyKeyBytes = 200
    public static let cursorBytes = 8_000
    /// Records of a page when nobody says how many.
    public static let pageRecords = 50
    /// Figures of a list, fields to group them by, and fields to sort by: a database puts each into a
    /// column of its own, and has a bound itself.
    public static let listFigures = 50
    public static let listGroups = 20
    public static let listOrder = 20
    /// How long a list may take.
    public static let queryMilliseconds: Int64 = 5_000
    /// How long objects may be put back to what they were before that.
    public static let pastMilliseconds: Int64 = 60_000
    /// How long an export may take: so long, at most, the log of the database grows.
    public static let exportMilliseconds: Int64 = 600_000
    /// Groups of duplicates that are told at once, records of each, and how long looking for them may take.
    public static let duplicateGroups = 1_000
    public static let duplicatesAGroup = 50
    public static let duplicatesMilliseconds: Int64 = 60_000
    /// Lists and figures of one user that are worked on at once; fewer than the threads that read.
    public static let readingsAUser = 2
    /// Approvals, alerts and mails a simulation names.
    public static let simulatedRecords = 200
    public static let noticeRecipients = 1000
    /// A mail that could not be sent is tried again after so long, then after twice that, and so on
    /// up to the longest wait.
    public static let mailWait = Span(milliseconds: 5_000)
    public static let longestMailWait = Span.hours(1)
    public static let mailErrorCharacters = 500
    public static let reasonBytes = 2000
    /// Of what someone says with a vote, or when a task is done.
    public static let commentCharacters = 10_000
    /// Records that get a value when a field is added.
    public static let filledRecords = 10_000
    /// Records that a plan names of those that are against an action.
    public static let plannedSamples = 3
    /// Records that a recomputation reads at a time, and differences that it tells.
    public static let recomputedRecords = 500
    public static let toldDifferences = 1_000
    /// Actors whose part of a history entry is kept ready.
    public static let entryHeads = 16

    /// What one hook, check or action may spend.
    public static let hookBudget = LuaBudget(
        instructions: 2_000_000, memoryBytes: 16 << 20, seconds: 2)
    /// What one rule test may spend.
    public static let testBudget = LuaBudget(
        instructions: 50_000_000, memoryBytes: 64 << 20, seconds: 30)
    /// Of what a person types to find a record: characters, and words of it.
    public static let searchCharacters = 200
    public static let searchWords = 8
    /// Records referred to that a word of a search may stand for.
    public static let searchedReferences = 200
    /// Records that have the words of a search, the newest of them, which are ranked.
    public static let searchCandidates = 200
    /// Records of a page of what was found when nobody says how many.
    public static let foundRecords = 20
    /// How much more a word counts in what a record is called.
    public static let titleWeight = 4.0
    public static let foundTitleCharacters = 120
    /// How long a search goes on filling an index before it looks into it.
    public static let searchFillMilliseconds: Int64 = 500
}
