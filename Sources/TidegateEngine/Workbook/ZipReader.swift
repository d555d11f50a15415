import TidegateModel

/// The entries of a zip file, each looked at before a byte of it is unpacked.
///
/// Source: PKWARE's APPNOTE 6.3.10. Only what workbooks use is read: one disk, no zip64, no encryption, entries
/// stored or deflated. What is written in two places has to be the same in both, and no entry may lie over another.
struct ZipReader {
    struct Entry: Hashable {
        let name: String
        fileprivate let data: Range<Int>
        fileprivate let isDeflated: Bool
        fileprivate let checkSum: UInt32
        let size: Int
    }

    private let bytes: [UInt8]
    private let entries: [String: Entry]
    /// What all entries together may unpack to.
    private let limit: Int

    /// - Throws: ``WorkbookProblem``.
    init(_ bytes: [UInt8], limit: Int) throws(WorkbookProblem) {
        self.bytes = bytes
        self.limit = limit
        guard bytes.starts(with: [0x50, 0x4b, 3, 4]) else { throw .notAWorkbook }
        guard let end = Self.end(of: bytes) else { throw .damaged("table of contents") }
        let reader = Bytes(bytes)
        let (count, size, start) = (
            reader.word16(end + 10), reader.word32(end + 12), reader.word32(end + 16)
        )
        guard count != 0xffff, size != 0xffff_ffff, start != 0xffff_ffff else {
            throw .unsupported("zip64")
        }
        guard reader.word16(end + 4) == 0, reader.word16(end + 8) == count else {
            throw .unsupported("several disks")
        }
        guard start + size <= end else { throw .damaged("table of contents") }
        var entries: [String: Entry] = [:]
        var places: [(range: Range<Int>, name: String)] = []
        var (place, total) = (start, 0)
        for _ in 0..<count {
            let (entry, range) = try Self.entry(reader, at: &place, end: start + size)
            total += entry.size
            guard total <= limit else { throw .tooLarge(limit) }
            guard entries.updateValue(entry, forKey: entry.name.lowercased()) == nil else {
                throw .overlapping(entry.name)
            }
            places.append((range, entry.name))
        }
        places.sort { $0.range.lowerBound < $1.range.lowerBound }
        for (one, next) in zip(places, places.dropFirst())
        where one.range.upperBound > next.range.lowerBound {
            throw .overlapping(next.name)
        }
        if let last = places.last, last.range.upperBound > start { throw .overlapping(last.name) }
        self.entries = entries
    }

    /// Names of parts are compared without case. Source: ECMA-376, part 2, 6.2.2.3.
    func entry(_ name: String) -> Entry? { entries[name.lowercased()] }

    /// The bytes of an entry, piece by piece; `nil` at its end, when the check sum was right.
    func pieces(of entry: Entry) -> () throws(WorkbookProblem) -> [UInt8]? {
        var place = entry.data.lowerBound
        var (sum, size) = (CRC32(), 0)
        let unpacker = entry.isDeflated ? Deflate(.unpack) : nil
        return { () throws(WorkbookProblem) -> [UInt8]? in
            while place < entry.data.upperBound {
                let end = min(place + (1 << 14), entry.data.upperBound)
                var piece: [UInt8] = []
                if entry.isDeflated {
                    let isDone = bytes[place..<end].withUnsafeBufferPointer {
                        unpacker?.add($0, into: &piece) ?? false
                    }
                    // Bytes behind the end of what was packed are none of the entry's.
                    guard isDone, unpacker?.isAtEnd != true || end == entry.data.upperBound else {
                        throw .damaged(entry.name)
                    }
                } else {
                    piece = Array(bytes[place..<end])
                }
                place = end
                size += piece.count
                guard size <= entry.size else { throw .damaged(entry.name) }
                piece.withUnsafeBufferPointer { sum.add($0) }
                if !piece.isEmpty { return piece }
            }
            guard size == entry.size, sum.value == entry.checkSum,
                !entry.isDeflated || unpacker?.isAtEnd == true
            else { throw .damaged(entry.name) }
            return nil
        }
    }

    /// Where the end record begins: the last one whose comment ends with the file.
    private static func end(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        let reader = Bytes(bytes)
        for place in stride(from: bytes.count - 22, through: max(0, bytes.count - 65_557), by: -1)
        where reader.word32(place) == 0x0605_4b50
            && place + 22 + reader.word16(place + 20) == bytes.count
        {
            return place
        }
        return nil
    }

    private static func entry(
        _ reader: Bytes, at place: inout Int, end: Int
    ) throws(WorkbookProblem) -> (Entry, Range<Int>) {
        guard place + 46 <= end, reader.word32(place) == 0x0201_4b50 else {
            throw .damaged("table of contents")
        }
        let (flags, method) = (reader.word16(place + 8), reader.word16(place + 10))
        let (packed, size) = (reader.word32(place + 20), reader.word32(place + 24))
        let nameEnd = place + 46 + reader.word16(place + 28)
        let offset = reader.word32(place + 42)
        guard nameEnd <= end, let name = reader.text(place + 46..<nameEnd) else {
            throw .damaged("table of contents")
        }
        guard flags & 1 == 0, flags & 0x40 == 0 else { throw .encrypted(name) }
        guard packed != 0xffff_ffff, size != 0xffff_ffff, offset != 0xffff_ffff else {
            throw .unsupported("zip64")
        }
        guard method == 0 || method == 8 else { throw .unsupported("method \(method)") }
        guard method == 8 || packed == size else { throw .damaged(name) }
        // The entry's own head has to say the same name and way.
        let head = offset + 30 + reader.word16(offset + 26)
        guard reader.word32(offset) == 0x0403_4b50, reader.word16(offset + 8) == method,
            reader.text(offset + 30..<max(offset + 30, head)) == name
        else { throw .damaged(name) }
        let start = head + reader.word16(offset + 28)
        guard start + packed <= reader.count else { throw .damaged(name) }
        let entry = Entry(
            name: name, data: start..<start + packed, isDeflated: method == 8,
            checkSum: UInt32(truncatingIfNeeded: reader.word32(place + 16)), size: size)
        place = nameEnd + reader.word16(place + 30) + reader.word16(place + 32)
        return (entry, offset..<start + packed)
    }

    /// Numbers of a file; past its end there are zeros.
    private struct Bytes {
        let bytes: [UInt8]
        var count: Int { bytes.count }

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func byte(_ place: Int) -> Int { bytes.indices.contains(place) ? Int(bytes[place]) : 0 }
        func word16(_ place: Int) -> Int { byte(place) | byte(place + 1) << 8 }
        func word32(_ place: Int) -> Int { word16(place) | word16(place + 2) << 16 }

        func text(_ range: Range<Int>) -> String? {
            range.upperBound <= bytes.count
                ? String(validating: bytes[range], as: UTF8.self) : nil
        }
    }
}
