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
            return Response(
                status: .ok,
                headers: [
                    .contentType: Self.type(of: name),
                    .cacheControl: "public, max-age=31536000, immutable",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
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
