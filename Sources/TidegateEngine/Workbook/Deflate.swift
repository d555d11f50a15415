import CZlib

/// zlib, as a workbook's parts are packed: bare deflate, without a head of its own.
///
/// Source: RFC 1951; zlib's manual. An instance is used by one thread at a time.
final class Deflate {
    enum Direction { case pack, unpack }

    /// On the heap, because zlib keeps the stream's address.
    private let stream: UnsafeMutablePointer<z_stream>
    private let direction: Direction
    private var room = [UInt8](repeating: 0, count: 1 << 16)
    private(set) var isAtEnd = false

    /// `nil` when there is no memory for it.
    init?(_ direction: Direction) {
        self.direction = direction
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        let code =
            switch direction {
            case .pack:
                deflateInit2_(
                    stream, Z_BEST_SPEED, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size
                )
            case .unpack: inflateInit2_(stream, -15, ZLIB_VERSION, size)
            }
        guard code == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        switch direction {
        case .pack: deflateEnd(stream)
        case .unpack: inflateEnd(stream)
        }
        stream.deallocate()
    }

    /// - Returns: `false` when the bytes are no such stream.
    func add(
        _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool = false, into output: inout [UInt8]
    ) -> Bool {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        repeat {
            let (code, count) = room.withUnsafeMutableBufferPointer { room in
                stream.pointee.next_out = room.baseAddress
                stream.pointee.avail_out = UInt32(room.count)
                let code =
                    switch direction {
                    case .pack: deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    case .unpack: inflate(stream, Z_NO_FLUSH)
                    }
                return (code, room.count - Int(stream.pointee.avail_out))
            }
            output += room[..<count]
            switch code {
            case Z_STREAM_END:
                isAtEnd = true
                return true
            // Nothing to do is no fault: the rest comes with the next bytes.
            case Z_OK, Z_BUF_ERROR: if stream.pointee.avail_out > 0 { return true }
            default: return false
            }
        } while true
    }
}

/// The check sum of a zip's entries.
struct CRC32 {
    private var sum: UInt = 0

    var value: UInt32 { UInt32(truncatingIfNeeded: sum) }

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        // Without bytes zlib would begin anew.
        guard !bytes.isEmpty else { return }
        sum = crc32(sum, bytes.baseAddress, UInt32(bytes.count))
    }
}
