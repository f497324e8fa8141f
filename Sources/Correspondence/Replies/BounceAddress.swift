import Foundation

/// The sender that one of our mails has on its envelope, `bounce+NUMBER.MAC@…`, so that what comes back names the delivery
/// it is about (VERP).
package struct BounceAddress: Hashable, Sendable {
    /// Of the delivery.
    package let delivery: Int64
    private let mac: Data

    /// - Parameter delivery: From 0.
    package static func signing(_ delivery: Int64, with keys: ApprovalKeys) -> BounceAddress {
        BounceAddress(delivery: delivery, mac: keys.mac(of: signed(delivery)))
    }

    private init(delivery: Int64, mac: Data) {
        self.delivery = delivery
        self.mac = mac
    }

    /// - Parameter localPart: `bounce+NUMBER.MAC`, in any case.
    /// - Returns: `nil` for anything else, also for a number with zeros before it.
    package init?(_ localPart: some StringProtocol) {
        let parts = localPart.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasPrefix("bounce+"), parts[0].utf8.count <= 26,
            let delivery = Int64(parts[0].dropFirst(7)), delivery >= 0, parts[0] == "bounce+\(delivery)",
            let mac = Base32.bytes(Array(parts[1].utf8))
        else { return nil }
        self.init(delivery: delivery, mac: mac)
    }

    package var localPart: String { "bounce+\(delivery).\(Base32.text(mac))" }

    package func isValid(under keys: ApprovalKeys) -> Bool { keys.isMAC(mac, of: Self.signed(delivery)) }

    private static func signed(_ delivery: Int64) -> SignedFields {
        var fields = SignedFields("payables bounce 1")
        fields.add(delivery)
        return fields
    }

    /// Of the addresses a mail went to, those that are of this kind; at most ten.
    package static func find(in head: MailHead) -> [BounceAddress] {
        var found: [BounceAddress] = []
        let names = ["to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"]
        for header in head.headers.lazy.filter({ names.contains($0.name.lowercased()) }).prefix(100) {
            for word in String(header.raw.prefix(16_384)).split(whereSeparator: { " \t<>,;\"@".contains($0) }) {
                guard let address = BounceAddress(word), !found.contains(address) else { continue }
                found.append(address)
                if found.count == 10 { return found }
            }
        }
        return found
    }
}

extension BounceAddress: CustomStringConvertible, CustomReflectable {
    package var description: String { "bounce of \(delivery)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
