/// Each function takes what stands behind the prefix; `nil` = wrong format, `false` = wrong check digits.
extension VATID {
    /// A key of two characters before the SIREN (Luhn; Monaco's begin with 000 and are none). The key is a number
    /// modulo 97, or holds letters (not I, O) and is checked modulo 11.
    static func french(_ body: ArraySlice<UInt8>) -> Bool? {
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
        guard body.count == 11, let siren = digits(body.dropFirst(2), 9),
            let first = alphabet.firstIndex(of: body[body.startIndex]),
            let second = alphabet.firstIndex(of: body[body.startIndex + 1])
        else { return nil }
        guard siren[..<3] == [0, 0, 0] || CheckDigits.luhn(siren) == 0 else { return false }
        let number = CheckDigits.number(siren)
        if first < 10, second < 10 { return (number * 100 + 12) % 97 == first * 10 + second }
        let check = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
        return (number + 1 + check / 11) % 11 == check % 11
    }

    /// Nine digits, three more for a branch, or a government department / health authority without check digits.
    static func british(_ body: ArraySlice<UInt8>) -> Bool? {
        if body.count == 5 {
            guard let number = IdentifierBytes.digits(body.dropFirst(2)).map(CheckDigits.number) else { return nil }
            switch String(decoding: body.prefix(2), as: UTF8.self) {
            case "GD": return number < 500 ? true : nil
            case "HA": return number >= 500 ? true : nil
            default: return nil
            }
        }
        guard body.count == 9 || digits(body, 12) != nil, let digits = digits(body.prefix(9), 9) else { return nil }
        let rest = CheckDigits.weighted(digits, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97
        // Numbers from 100 0000 00 on may follow the newer rules, HMRC's "9755" and its successor.
        return rest == 0 || (digits[0] > 0 && (rest == 42 || rest == 55))
    }

    static func croatian(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 11).map(CheckDigits.holdsMod11And10)
    }

    static func hungarian(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 8).map { CheckDigits.weighted($0, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0 }
    }

    /// Seven digits, check letter, perhaps one more letter (since 2013); before 1990s a letter or sign stood second.
    static func irish(_ body: ArraySlice<UInt8>) -> Bool? {
        let alphabet = Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)
        var bytes = Array(body)
        guard bytes.count == 8 || bytes.count == 9, let check = alphabet.firstIndex(of: bytes[7]) else { return nil }
        if bytes.count == 8, !IdentifierBytes.isDigit(bytes[1]) {
            guard IdentifierBytes.isLetter(bytes[1]) || "+*".utf8.contains(bytes[1]) else { return nil }
            bytes = [0x30] + bytes[2..<7] + [bytes[0], bytes[7]]
        }
        guard let digits = digits(bytes[0..<7], 7) else { return nil }
        var sum = CheckDigits.weighted(digits, [8, 7, 6, 5, 4, 3, 2])
        if bytes.count == 9 {
            guard let extra = alphabet.firstIndex(of: bytes[8]) else { return nil }
            sum += 9 * extra
        }
        return sum % 23 == check
    }

    /// Seven digits, the issuing province (001–201, 888, 999), a Luhn digit.
    static func italian(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 11) else { return nil }
        let province = CheckDigits.number(digits[7..<10])
        guard (1...201).contains(province) || province == 888 || province == 999,
            digits[..<7].contains(where: { $0 > 0 })
        else { return nil }
        return CheckDigits.luhn(digits) == 0
    }

    /// Nine digits: companies, the last but one is 1. Twelve: temporarily registered.
    static func lithuanian(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 9) ?? digits(body, 12), digits[digits.count - 2] == 1 else { return nil }
        let front = digits.dropLast()
        var check = front.enumerated().reduce(0) { $0 + $1.element * (1 + $1.offset % 9) } % 11
        if check == 10 { check = front.enumerated().reduce(0) { $0 + $1.element * (1 + ($1.offset + 2) % 9) } % 11 }
        return check % 10 == digits[digits.count - 1]
    }

    static func luxembourgish(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 8).map { CheckDigits.number($0[..<6]) % 89 == CheckDigits.number($0[6...]) }
    }
}
