import Foundation

/// A self-contained HTML page: nothing is loaded from anywhere, and no script runs but the page's own, which carries a
/// nonce that nobody who wrote a document could know.
struct Page {
    var title: String
    var style: StaticString
    var script: StaticString
    var body: HTML
    /// Data for the script; `nil` = none.
    var data: ScriptData?

    var html: String {
        let nonce = Self.nonce()
        let policy =
            "default-src 'none'; img-src data:; style-src 'nonce-\(nonce)'; script-src 'nonce-\(nonce)'; "
            + "base-uri 'none'; form-action 'none'"
        let embedded = data.map { HTML("<script type=\"application/json\" id=\"data\">\($0.html)</script>\n") }
        let page: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <style nonce="\(nonce)">\(.own(sharedStyle))\(.own(style))</style>
            </head>
            <body>
            \(body)
            \(embedded ?? .empty)<script nonce="\(nonce)">\(.own(script))</script>
            </body>
            </html>

            """
        return page.source
    }

    private static func nonce() -> String {
        var source = SystemRandomNumberGenerator()
        return (0..<2).map { _ in String(source.next() as UInt64, radix: 36) }.joined()
    }
}
