/// Which machines a request may reach, whatever its name leads to.
package enum NetworkReach: Hashable, Sendable {
    case anywhere
    /// Public addresses only.
    case internet
    /// Also private networks and this machine; never link-local ones, behind which clouds keep their credentials.
    case internetAndPrivate
    case thisMachine

    /// - Parameter address: 4 bytes (IPv4) or 16 (IPv6), the first one first.
    package func allows(_ address: [UInt8]) -> Bool {
        let plain = Self.unwrapped(address)
        let isLoopback = Self.loopback.contains { $0.holds(plain) }
        let isPrivate = isLoopback || Self.privateNetworks.contains { $0.holds(plain) }
        switch self {
        case .anywhere: return true
        case .thisMachine: return isLoopback
        case .internet: return !isPrivate && !Self.special.contains { $0.holds(plain) }
        case .internetAndPrivate: return isPrivate || !Self.special.contains { $0.holds(plain) }
        }
    }

    /// An IPv4 address that an IPv6 one stands for: mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).
    private static func unwrapped(_ address: [UInt8]) -> [UInt8] {
        guard address.count == 16 else { return address }
        if Block("00000000000000000000ffff", 96).holds(address) || Block("0064ff9b0000000000000000", 96).holds(address)
        {
            return Array(address[12...])
        }
        return Block("2002", 16).holds(address) ? Array(address[2..<6]) : address
    }

    /// The first bits of addresses of one length.
    private struct Block {
        let bytes: [UInt8]
        let bits: Int
        let isIPv6: Bool

        /// - Parameter hex: Whole bytes.
        init(_ hex: String, _ bits: Int, isIPv6: Bool = true) {
            let digits = Array(hex)
            bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            self.bits = bits
            self.isIPv6 = isIPv6
        }

        static func v4(_ bytes: UInt8..., bits: Int) -> Block { Block(bytes, bits) }

        private init(_ bytes: [UInt8], _ bits: Int) {
            self.bytes = bytes
            self.bits = bits
            isIPv6 = false
        }

        func holds(_ address: [UInt8]) -> Bool {
            guard address.count == (isIPv6 ? 16 : 4) else { return false }
            return (0..<bits).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                return bytes[bit / 8] & mask == address[bit / 8] & mask
            }
        }
    }

    private static let loopback = [
        Block.v4(127, bits: 8), Block("00000000000000000000000000000001", 128),
    ]

    /// RFC 1918, shared space of providers (RFC 6598), unique local IPv6 (RFC 4193).
    private static let privateNetworks = [
        Block.v4(10, bits: 8), .v4(172, 16, bits: 12), .v4(192, 168, bits: 16), .v4(100, 64, bits: 10),
        Block("fc", 7),
    ]

    /// What no service of the internet has: IANA's registries of special-purpose addresses.
    private static let special = [
        Block.v4(0, bits: 8), .v4(169, 254, bits: 16), .v4(192, 0, 0, bits: 24), .v4(192, 0, 2, bits: 24),
        .v4(192, 88, 99, bits: 24), .v4(198, 18, bits: 15), .v4(198, 51, 100, bits: 24), .v4(203, 0, 113, bits: 24),
        .v4(224, bits: 4), .v4(240, bits: 4),
        // Everything but global unicast (2000::/3), and of that Teredo and documentation.
        Block("00", 3), Block("40", 2), Block("80", 1), Block("20010000", 32), Block("20010db8", 32),
    ]
}
