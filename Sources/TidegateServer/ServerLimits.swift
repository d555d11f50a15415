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
}
