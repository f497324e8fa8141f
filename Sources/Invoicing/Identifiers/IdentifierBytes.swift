/// The letters and digits of printed identifiers.
enum IdentifierBytes {
    /// Longest identifier known here is an IBAN with 34; separators may double that.
    private static let longest = 80

    /// Upper-cases ASCII letters and drops the separators that print uses: spaces of all widths, hyphens, `.`, `/`, `:`.
    /// - Parameter keeping: ASCII characters let through besides letters and digits.
    /// - Returns: `nil` when empty, too long, or when anything else stands in `text`.
    static func compact(_ text: some StringProtocol, keeping: StaticString = "") -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(34)
        var seen = 0
        for scalar in text.unicodeScalars {
            seen += 1
            guard seen <= longest else { return nil }
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A: bytes.append(UInt8(scalar.value))
            case 0x61...0x7A: bytes.append(UInt8(scalar.value - 0x20))
            case let value where value < 0x80 && contains(keeping, UInt8(value)): bytes.append(UInt8(value))
            case 0x20, 0x09, 0x2D, 0x2E, 0x2F, 0x3A: continue
            case 0xA0, 0x2000...0x200B, 0x202F, 0x2010...0x2015, 0x2212, 0xAD: continue
            default: return nil
            }
        }
        return bytes.isEmpty ? nil : bytes
    }

    private static func contains(_ characters: StaticString, _ byte: UInt8) -> Bool {
        characters.withUTF8Buffer { $0.contains(byte) }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    /// - Returns: 0...9 each; `nil` when any byte is no digit.
    static func digits(_ bytes: some Collection<UInt8>) -> [Int]? {
        var digits: [Int] = []
        digits.reserveCapacity(bytes.count)
        for byte in bytes {
            guard isDigit(byte) else { return nil }
            digits.append(Int(byte) - 0x30)
        }
        return digits
    }

    /// 0...9 for digits, 10...35 for letters.
    static func value36(_ byte: UInt8) -> Int { isDigit(byte) ? Int(byte) - 0x30 : Int(byte) - 0x41 + 10 }
}
