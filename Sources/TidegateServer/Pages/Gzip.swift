import CZlib

/// Packing for the wire. Only for what is the same for everyone: a page that holds a form's token
/// beside what a request said would give the token away by its length (the BREACH attack).
enum Gzip {
    /// The bytes as one gzip member, or `nil` when that would not be shorter.
    ///
    ///     Gzip.packed(Array("body { color: red }".utf8))
    ///
    /// Source: RFC 1952; zlib's manual, deflateInit2.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let isReady = deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBitsForGzip, memoryLevel,
            Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard isReady == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var bytes = bytes
        var packed = [UInt8](repeating: 0, count: bytes.count)
        let end = bytes.withUnsafeMutableBufferPointer { from in
            packed.withUnsafeMutableBufferPointer { to in
                stream.next_in = from.baseAddress
                stream.avail_in = UInt32(from.count)
                stream.next_out = to.baseAddress
                stream.avail_out = UInt32(to.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        // Anything else: the room, which is that of the bytes themselves, was not enough.
        guard end == Z_STREAM_END else { return nil }
        return Array(packed.prefix(Int(stream.total_out)))
    }

    /// 15 for the largest window, 16 more for gzip's own head and tail.
    private static let windowBitsForGzip: Int32 = 31
    private static let memoryLevel: Int32 = 9
}
