/// Names ready to stand before their values in JSON: `"name":`, one after the other.
public struct JSONKeys: Sendable {
    private let bytes: [UInt8]
    private let ends: [Int]

    public init(_ names: some Collection<String>) {
        var json = JSONWriter(reserving: names.count * 16)
        ends = names.map { name in
            json.key(name)
            return json.bytes.count
        }
        bytes = json.bytes
    }

    subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
}
