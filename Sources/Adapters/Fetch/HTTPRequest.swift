package import Foundation

/// One request and the bounds of its answer.
package struct HTTPRequest: Sendable {
    package var url: URL
    /// `nil` = GET.
    package var body: Data?
    /// `Name: value`; no line breaks.
    package var headers: [String]
    /// Bytes of the answer's body; its head may have 64 KB besides.
    package var mostBytes: Int

    package init(_ url: URL, body: Data? = nil, headers: [String] = [], mostBytes: Int) {
        self.url = url
        self.body = body
        self.headers = headers
        self.mostBytes = mostBytes
    }
}

/// What a server answered, whatever the status.
package struct HTTPAnswer: Sendable {
    package var status: Int
    /// As sent, with its parameters; `nil` when the server named none.
    package var contentType: String?
    /// Seconds that the server asks to wait before the next request; `nil` when it does not.
    package var retryAfter: Int?
    package var body: Data
}

/// Why there is no answer.
package enum HTTPFailure: Error, Hashable, Sendable {
    /// libcurl's words for it; they name no URL.
    case unreachable(String)
    case late
    case tooLarge
    case cancelled
}
