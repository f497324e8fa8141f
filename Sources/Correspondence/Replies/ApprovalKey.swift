import Crypto
package import Foundation

/// 32 bytes that only this installation knows. It signs tokens and addresses of bounces, and cannot be printed, logged or
/// dumped.
package struct ApprovalKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let key: SymmetricKey

    /// - Returns: `nil` unless there are exactly 32 bytes.
    package init?(_ bytes: Data) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// - Parameter text: Base64 of 32 bytes.
    package init?(base64 text: String) {
        guard let bytes = Data(base64Encoded: text) else { return nil }
        self.init(bytes)
    }

    /// 128 bits of HMAC-SHA-256 (RFC 2104 §5 lets it be cut to half).
    func mac(of fields: SignedFields) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: fields.bytes, using: key).prefix(Self.macSize))
    }

    /// Takes the same time wherever the two differ: both are signed once more under a key made for this comparison, and the
    /// library compares those.
    func isMAC(_ mac: Data, of fields: SignedFields) -> Bool {
        let blind = SymmetricKey(size: .bits256)
        let own = HMAC<SHA256>.authenticationCode(for: self.mac(of: fields), using: blind)
        return HMAC<SHA256>.isValidAuthenticationCode(own, authenticating: mac, using: blind)
    }

    static let macSize = 16

    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Keys in use. A new key is put in front; the old ones stay until what they have signed has expired.
package struct ApprovalKeys: Sendable {
    private let keys: [ApprovalKey]

    /// - Parameter older: Newest first.
    package init(_ newest: ApprovalKey, older: [ApprovalKey] = []) { keys = [newest] + older }

    /// By the newest.
    func mac(of fields: SignedFields) -> Data { keys[0].mac(of: fields) }

    /// By any. Every key is tried, so that the time does not tell which.
    func isMAC(_ mac: Data, of fields: SignedFields) -> Bool {
        keys.reduce(false) { found, key in key.isMAC(mac, of: fields) || found }
    }
}
