import Crypto
import Foundation

/// What a receiver and we alone know. It signs, and cannot be printed, logged or dumped.
package struct WebhookSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let key: SymmetricKey

    /// - Parameter text: Base64 of 24 to 64 bytes, with or without `whsec_` before it, as Standard Webhooks has it.
    /// - Returns: `nil` for anything else.
    package init?(_ text: String) {
        let plain = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        guard let bytes = Data(base64Encoded: plain), (24...64).contains(bytes.count) else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Value of the header `webhook-signature`.
    func signature(id: String, timestamp: String, body: Data) -> String {
        let signed = Data("\(id).\(timestamp).".utf8) + body
        return "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
    }

    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
