import TidegateModel

extension RecordPlace {
    /// The address of the record's page.
    var page: String { "/o/\(self)" }
}
