/// Every bound of the event streams, by name.
enum LiveLimits {
    /// How long the feed waits for a commit of this program before it looks for one of another.
    static let tickMilliseconds = 1_000
    /// Commits that come faster are told together.
    static let pauseMilliseconds = 100
    /// Changes kept for streams; who has fallen behind them looks at everything anew.
    static let changes = 2_000
    /// Changes read from the history at a time.
    static let page = 500
    static let streams = 2_000
    static let streamsACaller = 12
    static let topics = 50
    /// A stream ends after this long; the page opens another, and is asked again who it is.
    static let lifeMilliseconds: Int64 = 60 * 60 * 1000
    static let heartbeatMilliseconds: Int64 = 15_000
    /// Changes told one by one in one round; of more, only that there were many.
    static let eventsARound = 100
    /// How long a page waits before it asks again for a stream that broke.
    static let retryMilliseconds = 2_000
}
