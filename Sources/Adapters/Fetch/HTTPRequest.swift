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
    /// Judged when the connection is made, so that no name can lead elsewhere meanwhile.
    package var reach: NetworkReach

    package init(
        _ url: URL, body: Data? = nil, headers: [String] = [], mostBytes: Int, reach: NetworkReach = .anywhere
    ) {
        self.url = url
        self.body = body
        self.headers = headers
        self.mostBytes = mostBytes
        self.reach = reach
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
    /// libcurl's `CURLcode`, and its words for it; they name no URL.
    case unreachable(code: Int32, String)
    case late
    case tooLarge
    case cancelled
    /// The address leads to where ``HTTPRequest/reach`` does not allow; nothing was sent.
    case forbidden

    /// libcurl's `CURLcode`, also for what this adapter tells in its own way.
    package var code: Int32 {
        switch self {
        case .unreachable(let code, _): code
        case .late: 28
        case .tooLarge: 23
        case .cancelled: 42
        case .forbidden: 7
        }
    }
}
