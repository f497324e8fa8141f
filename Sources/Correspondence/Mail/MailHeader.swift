/// A line of a mail's head.
package struct MailHeader: Hashable, Sendable, Codable {
    /// As written; compared without regard to case.
    package var name: String
    /// Unfolded, and not decoded: what signatures and addresses are read from.
    package var raw: String
    /// Decoded (RFC 2047), for people; control characters are spaces.
    package var value: String

    package init(name: String, raw: String, value: String? = nil) {
        self.name = name
        self.raw = raw
        self.value = value ?? raw
    }
}

/// The head of a mail, top to bottom: the receiving server's own lines come first.
package struct MailHead: Hashable, Sendable, Codable {
    package var headers: [MailHeader]

    package init(_ headers: [MailHeader] = []) { self.headers = headers }

    /// Every line of this name, top to bottom.
    package func all(_ name: String) -> [MailHeader] {
        let wanted = name.lowercased()
        return headers.filter { $0.name.lowercased() == wanted }
    }

    /// The topmost line of this name.
    package func first(_ name: String) -> MailHeader? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }
    }

    /// Decoded; empty where there is none.
    package func text(_ name: String) -> String { first(name)?.value ?? "" }
}
