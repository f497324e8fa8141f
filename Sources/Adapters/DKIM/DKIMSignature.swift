package import Foundation

/// What one signature of a mail says of itself. Nothing of it is verified.
package struct DKIMSignature: Hashable, Sendable {
    /// Looked at, from the top; the rest are not.
    package static let most = 8
    static let fieldName = "dkim-signature"
    /// Of one signature, its name included.
    static let mostBytes = 1 << 16

    /// `nil` when it names none that could be asked for.
    package var key: KeyName?
    /// `i=`: who in the domain vouches, in printable ASCII; `nil` when it does not say.
    package var identity: String?
    /// Names of the header fields it covers, in small letters, each as often as it is signed.
    package var signedFields: [String] = []
    /// Whether it may leave out a part of the body (`l=`).
    var hasLength = false
    /// Why it cannot count, whatever the key.
    package var fault: String?

    /// The signatures of a mail, the topmost first. Looks at its header section alone.
    package static func list(of mail: Data) -> [DKIMSignature] {
        list(of: MailHead(Array(mail.prefix(MailHead.most + 2))))
    }

    static func list(of head: MailHead) -> [DKIMSignature] {
        fields(of: head).map { field in
            var signature = DKIMSignature(field)
            signature.fault = head.fault ?? signature.fault
            return signature
        }
    }

    static func fields(of head: MailHead) -> [MailHead.Field] {
        Array(head.fields.lazy.filter { $0.name == fieldName }.prefix(most))
    }

    private init(_ field: MailHead.Field) {
        guard field.bytes.count <= Self.mostBytes else {
            fault = "the signature is longer than \(Self.mostBytes) bytes"
            return
        }
        guard let tags = TagList(field.value) else {
            fault = "the signature is no list of tags"
            return
        }
        key = KeyName(selector: tags["s"] ?? "", domain: tags["d"] ?? "")
        hasLength = tags["l"] != nil
        identity = tags["i"].flatMap(Self.identity)
        signedFields = (tags["h"] ?? "").split(separator: ":").prefix(200).compactMap(Self.signedField)
        fault = key == nil ? "the signature names no key (d= and s=)" : Self.queryFault(tags["q"])
    }

    private static func identity(_ text: String) -> String? {
        text.utf8.count <= 254 && text.utf8.allSatisfy { (33...126).contains($0) } ? text : nil
    }

    private static func signedField(_ text: Substring) -> String? {
        let name = text.filter { !$0.isWhitespace }.lowercased()
        return !name.isEmpty && name.utf8.count <= 100 && name.utf8.allSatisfy { (33...126).contains($0) } ? name : nil
    }

    /// The library asks by DNS whatever the signature says.
    private static func queryFault(_ methods: String?) -> String? {
        let known = methods.map { $0.split(separator: ":").contains { $0.filter { !$0.isWhitespace } == "dns/txt" } }
        return known == false ? "the signature's key is not in the DNS (q=)" : nil
    }
}
