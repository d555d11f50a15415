import HTTPTypes
import Hummingbird

/// `/static/VERSION/name`: never changes, so a browser asks once. Only names that were built in
/// exist; no path is ever put together from what a request says.
struct StaticRoutes {
    let files: WebFiles

    func add(to router: Router<WebContext>) {
        router.get("/static/:version/**") { request, context in
            let name = context.parameters.getCatchAll().joined(separator: "/")
            guard let file = files["static/" + name],
                let version = context.parameters.get("version"), version == files.version
            else { throw RequestSentences.noPage() }
            var headers: HTTPFields = [
                .contentType: Self.type(of: name), .vary: "Accept-Encoding",
                .cacheControl: "public, max-age=31536000, immutable",
            ]
            var bytes = file.bytes
            if let packed = file.packed, Self.takesGzip(request) {
                headers[.contentEncoding] = "gzip"
                bytes = packed
            }
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    /// Source: RFC 9110, 12.5.3; every browser names gzip without a weight, `q=0` says no.
    private static func takesGzip(_ request: Request) -> Bool {
        (request.headers[.acceptEncoding] ?? "").split(separator: ",").contains { each in
            let parts = each.filter { !$0.isWhitespace }.lowercased().split(separator: ";")
            return parts.first == "gzip"
                && !parts.dropFirst().contains {
                    $0.hasPrefix("q=0") && !$0.contains { "123456789".contains($0) }
                }
        }
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }
}
