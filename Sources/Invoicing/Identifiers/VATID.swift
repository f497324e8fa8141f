/// Value added tax identification numbers with their country prefix: the 27 EU states (Greece `EL` or `GR`), Northern
/// Ireland `XI`, `GB`, Switzerland `CHE…`, Norway `NO…MVA`.
///
/// Formats: European Commission, VIES FAQ Q11. Checksums: the Commission's "VAT number construction rules" (2004) and
/// each state's own publication as collected by python-stdnum 2.2, which served as the oracle of the tests.
package enum VATID: CheckedIdentifier {
    package static func read(_ text: some StringProtocol) -> ReadIdentifier? {
        guard let bytes = IdentifierBytes.compact(text, keeping: "+*"), bytes.count >= 4 else { return nil }
        if bytes.starts(with: "CHE".utf8) {
            return swiss(bytes[3...]).map { ReadIdentifier(bytes, checksumHolds: $0) }
        }
        if bytes.count == 12, bytes.ends(with: "MVA"), IdentifierBytes.isDigit(bytes[0]) {
            return norwegian(bytes[...]).map { ReadIdentifier(Array("NO".utf8) + bytes, checksumHolds: $0) }
        }
        guard IdentifierBytes.isLetter(bytes[0]), IdentifierBytes.isLetter(bytes[1]) else { return nil }
        return national(UInt16(bytes[0]) << 8 | UInt16(bytes[1]), bytes[2...]).map {
            ReadIdentifier(bytes, checksumHolds: $0)
        }
    }

    /// Country of registration, ISO 3166-1 alpha-2: `GR` for both Greek prefixes, `GB` for `XI`.
    /// - Returns: `nil` when `text` is of no known format.
    package static func country(_ text: some StringProtocol) -> String? {
        guard let prefix = normalised(text)?.prefix(2) else { return nil }
        switch prefix {
        case "EL": return "GR"
        case "XI": return "GB"
        default: return String(prefix)
        }
    }

    /// The same text for all spellings of one registration: Greek numbers with `EL`, Swiss and Norwegian ones without
    /// the suffix, Belgian ones with ten digits.
    /// - Returns: `nil` when `text` is of no known format.
    package static func comparable(_ text: some StringProtocol) -> String? {
        guard let normal = normalised(text) else { return nil }
        switch normal.prefix(2) {
        case "GR": return "EL" + normal.dropFirst(2)
        case "CH": return String(normal.prefix(12))
        case "NO": return String(normal.prefix(11))
        case "BE" where normal.utf8.count == 11: return "BE0" + normal.dropFirst(2)
        default: return normal
        }
    }

    /// Puts the prefix before a number that a country prints without it (`P.IVA 00743110157`).
    /// - Parameter country: ISO 3166-1 alpha-2.
    /// - Returns: `nil` unless the result is valid, checksum included.
    package static func completed(_ number: some StringProtocol, country: String) -> String? {
        let prefix = country == "GR" ? "EL" : country == "CH" ? "CHE" : country
        let whole = prefix + String(number)
        return isValid(whole) ? normalised(whole) : nil
    }
}

extension Array<UInt8> {
    fileprivate func ends(with suffix: StaticString) -> Bool {
        suffix.withUTF8Buffer { self.suffix($0.count).elementsEqual($0) }
    }
}
