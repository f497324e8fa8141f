/// Whom the mail server knows us as. The secret cannot be printed, logged or dumped.
package struct IMAPLogin: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Gives an access token. Gets the one that the server has just refused, to give another; `nil` at the first try.
    package typealias TokenSource = @Sendable (_ refused: String?) async throws -> String

    enum Way: Sendable {
        case password(String)
        /// XOAUTH2.
        case token(TokenSource)
    }

    let user: String
    let way: Way

    /// - Returns: `nil` when one is empty or holds a control character.
    package init?(user: String, password: String) {
        guard Self.isPlain(user), Self.isPlain(password) else { return nil }
        (self.user, way) = (user, .password(password))
    }

    /// - Returns: `nil` when the user is empty or holds a control character.
    package init?(user: String, token: @escaping TokenSource) {
        guard Self.isPlain(user) else { return nil }
        (self.user, way) = (user, .token(token))
    }

    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 16_384 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    package var description: String { "(login)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
