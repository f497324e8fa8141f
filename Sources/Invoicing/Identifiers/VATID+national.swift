extension VATID {
    /// - Parameter body: What stands behind the prefix.
    /// - Returns: Whether the check digits are right; `nil` for a wrong format or an unknown prefix.
    static func national(_ prefix: UInt16, _ body: ArraySlice<UInt8>) -> Bool? {
        switch prefix {
        case code("AT"): austrian(body)
        case code("BE"): belgian(body)
        case code("BG"): bulgarian(body)
        case code("CY"): cypriot(body)
        case code("CZ"): czech(body)
        case code("DE"): german(body)
        case code("DK"): danish(body)
        case code("EE"): estonian(body)
        case code("EL"), code("GR"): greek(body)
        case code("ES"): spanish(body)
        case code("FI"): finnish(body)
        case code("FR"): french(body)
        case code("GB"), code("XI"): british(body)
        case code("HR"): croatian(body)
        case code("HU"): hungarian(body)
        case code("IE"): irish(body)
        case code("IT"): italian(body)
        case code("LT"): lithuanian(body)
        case code("LU"): luxembourgish(body)
        case code("LV"): latvian(body)
        case code("MT"): maltese(body)
        case code("NL"): dutch(body)
        case code("NO"): norwegian(body)
        case code("PL"): polish(body)
        case code("PT"): portuguese(body)
        case code("RO"): romanian(body)
        case code("SE"): swedish(body)
        case code("SI"): slovene(body)
        case code("SK"): slovak(body)
        default: nil
        }
    }

    private static func code(_ letters: StaticString) -> UInt16 {
        letters.withUTF8Buffer { UInt16($0[0]) << 8 | UInt16($0[1]) }
    }

    /// - Returns: `nil` unless there are exactly `count` digits, not all of them zero.
    static func digits(_ body: ArraySlice<UInt8>, _ count: Int) -> [Int]? {
        guard body.count == count, let digits = IdentifierBytes.digits(body), digits.contains(where: { $0 > 0 })
        else { return nil }
        return digits
    }

    /// UID register: weights, modulo 11; the tax suffix is printed in one of four languages or left out.
    static func swiss(_ body: ArraySlice<UInt8>) -> Bool? {
        let suffix = String(decoding: body.dropFirst(9), as: UTF8.self)
        guard ["", "MWST", "TVA", "IVA", "TPV", "VAT"].contains(suffix), let digits = digits(body.prefix(9), 9) else {
            return nil
        }
        return (11 - CheckDigits.weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == digits[8]
    }

    /// Brønnøysund register: weights, modulo 11. `MVA` says that the company is registered for tax.
    static func norwegian(_ body: ArraySlice<UInt8>) -> Bool? {
        guard body.count == 9 || body.dropFirst(9).elementsEqual("MVA".utf8), let digits = digits(body.prefix(9), 9)
        else { return nil }
        return CheckDigits.weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
    }
}
