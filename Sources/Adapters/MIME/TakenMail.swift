package import Correspondence
package import Foundation

/// A mail taken apart, and the bytes of its parts.
package struct TakenMail: Hashable, Sendable {
    package var message: MailMessage
    /// By the parts' paths; every part of the message has an entry.
    package var contents: [String: Data]

    package init(message: MailMessage, contents: [String: Data] = [:]) {
        self.message = message
        self.contents = contents
    }
}
