package import Foundation

/// Reads the header `Retry-After`, RFC 9110 §10.2.3: seconds, or the moment from which on to come back.
package enum RetryAfter {
    /// No server makes us wait longer than this by itself; the step's own limits end it sooner in most cases.
    package static let cap = Duration.seconds(86_400)

    /// - Returns: At most `cap`, zero for a moment that has passed; `nil` when the header is not readable, which is
    ///   treated as if there was none.
    package static func pause(_ header: String, now: Date, cap: Duration = cap) -> Duration? {
        let text = header.trimmingCharacters(in: .whitespaces)
        if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
            // More digits than an Int holds are more than the cap.
            return Int64(text).map { min(.seconds($0), cap) } ?? cap
        }
        guard let moment = HTTPDate.moment(text, now: now) else { return nil }
        return min(max(.zero, .seconds(moment.timeIntervalSince(now))), cap)
    }
}
