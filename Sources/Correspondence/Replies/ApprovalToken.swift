import Foundation

/// Names a question that was sent by mail, and proves that it was sent from here.
///
/// It stands in the address that answers go to, `approve+ID.MAC@…`, and in the text, `Ref: ID.MAC`. ID is 16 random bytes,
/// MAC 16 bytes, both in ``Base32``. In itself it tells nothing: what was asked is kept under its id.
package struct ApprovalToken: Hashable, Sendable {
    private let idBytes: Data
    private let mac: Data

    private init(id: Data, mac: Data) {
        idBytes = id
        self.mac = mac
    }

    /// A new one, with an id that was never used.
    package static func signing(_ asked: AskedApproval, with keys: ApprovalKeys) -> ApprovalToken {
        let id = newBytes()
        return ApprovalToken(id: id, mac: keys.mac(of: asked.signed(with: id)))
    }

    /// An id that was never used, for a question that is kept before it is signed.
    package static func newID() -> String { Base32.text(newBytes()) }

    private static func newBytes() -> Data {
        var source = SystemRandomNumberGenerator()
        return Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &source) })
    }

    /// The one of a question that is kept already: a letter that is written again has the same.
    /// - Parameter id: 26 characters.
    /// - Returns: `nil` for what is no id.
    package static func signing(_ asked: AskedApproval, id: String, with keys: ApprovalKeys) -> ApprovalToken? {
        guard let id = Base32.bytes(Array(id.utf8)[...]) else { return nil }
        return ApprovalToken(id: id, mac: keys.mac(of: asked.signed(with: id)))
    }

    /// - Parameter text: `ID.MAC`, in any case.
    /// - Returns: `nil` for anything else, also for a second way to write the same bytes.
    package init?(_ text: some StringProtocol) { self.init(Array(text.utf8)[...]) }

    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.length, bytes[bytes.startIndex + Base32.length] == UInt8(ascii: "."),
            let id = Base32.bytes(bytes.prefix(Base32.length)), let mac = Base32.bytes(bytes.suffix(Base32.length))
        else { return nil }
        self.init(id: id, mac: mac)
    }

    /// `ID.MAC`
    static let length = Base32.length * 2 + 1

    /// What it is kept under: 26 characters in lower case.
    package var id: String { Base32.text(idBytes) }
    /// 53 characters in lower case.
    package var text: String { "\(id).\(Base32.text(mac))" }
    /// Of the address that answers go to: 61 of the 64 octets that a local part may have (RFC 5321 §4.5.3.1.1).
    package var localPart: String { "approve+\(text)" }
    /// For a line of its own in the text of the mail.
    package var line: String { "Ref: \(text)" }

    /// Whether it was made here for exactly this question.
    package func isValid(for asked: AskedApproval, under keys: ApprovalKeys) -> Bool {
        keys.isMAC(mac, of: asked.signed(with: idBytes))
    }
}

/// Does not print its MAC: with it, whoever reads a log could answer.
extension ApprovalToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { id }
    package var debugDescription: String { id }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
