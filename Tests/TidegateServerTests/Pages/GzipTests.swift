import CZlib
import Testing

@testable import TidegateServer

@Suite("Packing for the wire")
struct GzipTests {
    @Test("gives back every byte when it is unpacked")
    func roundTrip() throws {
        let bytes = Array(String(repeating: "body { color: red }\n", count: 500).utf8)
        let packed = try #require(Gzip.packed(bytes))
        #expect(packed.count < bytes.count / 10)
        #expect(Self.unpacked(packed, room: bytes.count) == bytes)
    }

    @Test("leaves alone what would not be shorter", arguments: ["", "a", "é", "<svg/>"])
    func short(text: String) {
        #expect(Gzip.packed(Array(text.utf8)) == nil)
    }

    @Test("a static file goes packed to who takes gzip, and plain to all others")
    func negotiation() async throws {
        let site = try await Site()
        let path = "/static/\(site.server.files.version)/tokens.css"
        let visitor = site.browser()
        for (accepts, encoding) in [
            ("gzip, deflate, br", "gzip"), ("br;q=1, gzip;q=0.5", "gzip"), ("gzip;q=0", nil),
            ("identity", nil), ("", nil),
        ] {
            let reply = try await visitor.get(path, [("Accept-Encoding", accepts)])
            #expect(reply.status == .ok)
            #expect(reply.headers[.contentEncoding] == encoding, "\(accepts)")
            #expect(reply.headers[.vary] == "Accept-Encoding")
        }
    }

    @Test("a page with a form's token is never packed")
    func pages() async throws {
        let site = try await Site()
        let reply = try await site.browser().get("/sign-in", [("Accept-Encoding", "gzip")])
        #expect(reply.headers[.contentEncoding] == nil)
    }

    private static func unpacked(_ packed: [UInt8], room: Int) -> [UInt8]? {
        var packed = packed
        var bytes = [UInt8](repeating: 0, count: room)
        var stream = z_stream()
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        let end = packed.withUnsafeMutableBufferPointer { from in
            bytes.withUnsafeMutableBufferPointer { to in
                stream.next_in = from.baseAddress
                stream.avail_in = UInt32(from.count)
                stream.next_out = to.baseAddress
                stream.avail_out = UInt32(to.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        return end == Z_STREAM_END ? Array(bytes.prefix(Int(stream.total_out))) : nil
    }
}
