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
    /// - Throws: When it could not be tried; what is wrong with a mail is part of the answer.
    func read(_ raw: URL) async throws -> ReadMail
}

/// Checks signatures of a mail where nobody who is trusted has.
package protocol SignatureChecking: Sendable {
    func check(_ raw: URL) async -> CheckedSignatures
}

/// What is known of a mail's signatures.
package struct CheckedSignatures: Hashable, Sendable {
    /// Empty where there are none.
    package var found: [OwnDKIM]
    /// Whether something about them could not be found out now: another moment may bring more.
    package var isOpen: Bool

    package init(_ found: [OwnDKIM], isOpen: Bool) {
        self.found = found
        self.isOpen = isOpen
    }
}
