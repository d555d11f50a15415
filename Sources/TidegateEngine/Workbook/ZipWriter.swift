/// A zip file written from front to back, so that nothing of it has to be kept but its table of contents.
///
/// Source: PKWARE's APPNOTE 6.3.10: sizes and check sums stand behind each entry (4.3.9).
struct ZipWriter {
    private struct Entry {
        let name: [UInt8]
        let offset: Int
        var checkSum: UInt32 = 0
        var packed = 0
        var size = 0
    }

    /// Beyond it the format needs fields that few readers of workbooks know.
    static let largest = Int(UInt32.max) - 1

    private var entries: [Entry] = []
    private var position = 0
    private var packer: Deflate?
    private var sum = CRC32()
    private(set) var isTooLarge = false

    mutating func begin(_ name: String, into output: inout [UInt8]) {
        let entry = Entry(name: Array(name.utf8), offset: position)
        entries.append(entry)
        (packer, sum) = (Deflate(.pack), CRC32())
        let start = output.count
        output.word32(0x0403_4b50)
        output.head(of: entry.name, checkSum: 0, packed: 0, size: 0)
        output += entry.name
        position += output.count - start
    }

    /// - Returns: `false` when there is no memory to pack with.
    mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8], isLast: Bool = false
    ) -> Bool {
        guard let packer, let last = entries.indices.last else { return false }
        let start = output.count
        sum.add(bytes)
        guard packer.add(bytes, isLast: isLast, into: &output) else { return false }
        entries[last].size += bytes.count
        entries[last].packed += output.count - start
        position += output.count - start
        isTooLarge = isTooLarge || entries[last].size > Self.largest || position > Self.largest
        return true
    }

    mutating func end(into output: inout [UInt8]) -> Bool {
        let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        guard let last = entries.indices.last, add(nothing, into: &output, isLast: true) else {
            return false
        }
        entries[last].checkSum = sum.value
        let start = output.count
        output.word32(0x0807_4b50)
        output.word32(entries[last].checkSum)
        output.word32(UInt32(truncatingIfNeeded: entries[last].packed))
        output.word32(UInt32(truncatingIfNeeded: entries[last].size))
        position += output.count - start
        return true
    }

    mutating func finish(into output: inout [UInt8]) {
        let start = output.count
        for entry in entries {
            output.word32(0x0201_4b50)
            output.word16(20)
            output.head(
                of: entry.name, checkSum: entry.checkSum, packed: entry.packed, size: entry.size)
            // No comment, first disk, no attributes.
            for _ in 0..<3 { output.word16(0) }
            output.word32(0)
            output.word32(UInt32(truncatingIfNeeded: entry.offset))
            output += entry.name
        }
        let size = output.count - start
        output.word32(0x0605_4b50)
        for word in [0, 0, entries.count, entries.count] {
            output.word16(UInt16(truncatingIfNeeded: word))
        }
        output.word32(UInt32(truncatingIfNeeded: size))
        output.word32(UInt32(truncatingIfNeeded: position))
        output.word16(0)
        packer = nil
    }
}

extension [UInt8] {
    /// What stands in both headers of an entry: deflated, names in UTF-8, sizes behind the data, the
    /// first day that the format knows.
    fileprivate mutating func head(
        of name: [UInt8], checkSum: UInt32, packed: Int, size: Int
    ) {
        for word: UInt16 in [20, 0x0808, 8, 0, 0x0021] { word16(word) }
        word32(checkSum)
        word32(UInt32(truncatingIfNeeded: packed))
        word32(UInt32(truncatingIfNeeded: size))
        word16(UInt16(truncatingIfNeeded: name.count))
        word16(0)
    }

    fileprivate mutating func word16(_ word: UInt16) {
        append(UInt8(truncatingIfNeeded: word))
        append(UInt8(truncatingIfNeeded: word >> 8))
    }

    fileprivate mutating func word32(_ word: UInt32) {
        word16(UInt16(truncatingIfNeeded: word))
        word16(UInt16(truncatingIfNeeded: word >> 16))
    }
}
