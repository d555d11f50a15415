/// Every bound of the model, by name.
public enum Limits {
    public static let decimalScale = 12
    public static let textLength = 10_000
    public static let shortTextBytes = 500
    public static let emailBytes = 254
    /// Items of a list of one field.
    public static let listItems = 100
    public static let jsonBytes = 65_536
    /// How much of a wrong value a message repeats.
    public static let quotedBytes = 80
}
