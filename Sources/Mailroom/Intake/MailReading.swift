package import Correspondence
package import Foundation

/// A mail that was taken apart.
package struct ReadMail: Sendable {
    package var message: MailMessage
    /// Decoded bytes by path.
    package var contents: [String: Data]

    package init(_ message: MailMessage, contents: [String: Data] = [:]) {
        self.message = message
        self.contents = contents
    }
}

/// Takes mails apart, where they can do no harm.
package protocol MailReading: Sendable {
    /// Always answers: what cannot be read is part of the answer.
    func read(_ raw: URL) async -> ReadMail
}

/// Checks signatures of a mail where nobody who is trusted has.
package protocol SignatureChecking: Sendable {
    /// - Returns: `nil` when it could not find out now, and should be asked again.
    func check(_ raw: URL) async -> [CheckedSignature]?
}

/// A DKIM signature (RFC 6376) that this program has checked itself.
package struct CheckedSignature: Hashable, Sendable, Codable {
    /// Its `d=`, lower case.
    package var domain: String
    /// Right, and over the header From and all of the body.
    package var isWhole: Bool
    /// How it was found.
    package var words: String

    package init(domain: String, isWhole: Bool, words: String) {
        self.domain = domain
        self.isWhole = isWhole
        self.words = words
    }
}
