/// The items of a list as a record keeps it: `["one","two"]`, where no item holds a quote or a backslash, so that
/// every quote opens or closes one.
public struct ListItems: Sequence, IteratorProtocol {
    private let list: UnsafeBufferPointer<UInt8>
    private var place = 1

    public init(_ list: UnsafeBufferPointer<UInt8>) {
        self.list = list
    }

    public mutating func next() -> UnsafeBufferPointer<UInt8>? {
        let quote = UInt8(ascii: "\"")
        guard place < list.count, list[place] == quote else { return nil }
        let start = place + 1
        guard let end = list[start...].firstIndex(of: quote) else { return nil }
        place = end + 2
        return UnsafeBufferPointer(rebasing: list[start..<end])
    }

    public func contains(_ item: UnsafeBufferPointer<UInt8>) -> Bool {
        contains { other in other.count == item.count && other.elementsEqual(item) }
    }
}
