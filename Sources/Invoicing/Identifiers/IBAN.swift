/// International Bank Account Number, ISO 13616; check digits ISO 7064 MOD 97-10.
/// Countries, lengths and structures: SWIFT IBAN Registry, release 101.
package enum IBAN: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text), bytes.count > 4, bytes.count <= 34,
            IdentifierBytes.isDigit(bytes[2]), IdentifierBytes.isDigit(bytes[3]),
            let structure = structures[Country(bytes[0], bytes[1])], bytes.count == structure.count + 4
        else { return nil }
        for (byte, kind) in zip(bytes[4...], structure) where !kind.allows(byte) { return nil }
        return ReadIdentifier(bytes, checksumHolds: CheckDigits.mod97(bytes[4...] + bytes[..<4]) == 1)
    }

    /// ISO 3166-1 alpha-2 (and XK) of the account, whether the checksum holds or not.
    /// - Returns: `nil` when `text` has not the format of an IBAN.
    package static func country(_ text: some StringProtocol) -> String? {
        normalised(text).map { String($0.prefix(2)) }
    }

    /// How many characters IBANs of a country have.
    /// - Returns: `nil` for countries without IBANs.
    package static func length(inCountry code: String) -> Int? {
        let bytes = Array(code.utf8)
        guard bytes.count == 2 else { return nil }
        return structures[Country(bytes[0], bytes[1])].map { $0.count + 4 }
    }

    /// Puts what a country leaves out at home before an account: `PL` before the 26 digits of an NRB, `PT50` before the 21
    /// of an NIB, `SI56` before 15. Portugal and Slovenia give every account the same check digits (SWIFT IBAN Registry).
    /// - Parameter country: ISO 3166-1 alpha-2.
    /// - Returns: `nil` unless the result is valid, checksum included; for other countries always.
    package static func completed(_ account: some StringProtocol, country: String) -> String? {
        guard let prefix = ["PL": "PL", "PT": "PT50", "SI": "SI56"][country] else { return nil }
        let whole = prefix + String(account)
        return isValid(whole) ? normalised(whole) : nil
    }

    /// The account behind recognized print that has letters where its country has digits, or digits where it has letters:
    /// `NLO6TEST…` is `NL06TEST…`. Digits are never taken for other digits: of those, the check digits let some pass.
    /// - Returns: `nil` unless something was to be put right and the checksum then holds.
    package static func repaired(_ text: some StringProtocol) -> String? {
        guard var bytes = IdentifierBytes.compact(text), bytes.count > 4,
            let structure = structures[Country(bytes[0], bytes[1])], bytes.count == structure.count + 4
        else { return nil }
        var isRepaired = false
        for (index, kind) in ([.digit, .digit] + structure).enumerated() where !kind.allows(bytes[index + 2]) {
            guard let other = lookalikes[bytes[index + 2]] else { return nil }
            bytes[index + 2] = other
            isRepaired = true
        }
        let repaired = String(decoding: bytes, as: UTF8.self)
        return isRepaired && isValid(repaired) ? repaired : nil
    }

    /// One each, so that a text has one repair at most.
    private static let lookalikes: [UInt8: UInt8] = {
        let pairs: [(Character, Character)] = [
            ("O", "0"), ("Q", "0"), ("D", "0"), ("I", "1"), ("L", "1"), ("Z", "2"), ("S", "5"), ("G", "6"), ("B", "8"),
            ("0", "O"), ("1", "I"), ("2", "Z"), ("5", "S"), ("6", "G"), ("8", "B"),
        ]
        return Dictionary(
            pairs.compactMap { pair in
                guard let read = pair.0.asciiValue, let meant = pair.1.asciiValue else { return nil }
                return (read, meant)
            }, uniquingKeysWith: { first, _ in first })
    }()

    private struct Country: Hashable {
        let first: UInt8
        let second: UInt8
        init(_ first: UInt8, _ second: UInt8) {
            self.first = first
            self.second = second
        }
    }

    private enum Kind: UInt8 {
        case digit = 0x6E, letter = 0x61, either = 0x63  // n, a, c of the registry
        func allows(_ byte: UInt8) -> Bool {
            switch self {
            case .digit: IdentifierBytes.isDigit(byte)
            case .letter: IdentifierBytes.isLetter(byte)
            case .either: true
            }
        }
    }

    private static let structures: [Country: [Kind]] = {
        var structures: [Country: [Kind]] = [:]
        for entry in registry.split(separator: " ") {
            let bytes = Array(entry.utf8)
            var kinds: [Kind] = []
            var count = 0
            for byte in bytes[2...] {
                if IdentifierBytes.isDigit(byte) {
                    count = count * 10 + Int(byte) - 0x30
                } else if let kind = Kind(rawValue: byte) {
                    kinds += repeatElement(kind, count: count)
                    count = 0
                }
            }
            structures[Country(bytes[0], bytes[1])] = kinds
        }
        return structures
    }()

    /// Country and BBAN structure, adjoining parts of one kind added up.
    private static let registry = """
        AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n \
        CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n \
        GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c \
        KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n \
        MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n \
        RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c \
        UA6n19c VA18n VG4a16n XK16n YE4a4n18c
        """
}
