/// Each function takes what stands behind the prefix; `nil` = wrong format, `false` = wrong check digits.
extension VATID {
    /// First digit above 3: companies. Otherwise a person's code, by date of birth or (32…) without one.
    static func latvian(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 11) else { return nil }
        if digits[0] > 3 { return CheckDigits.weighted(digits, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3 }
        let isBirthDate = digits[0] * 10 + digits[1] <= 31 && (1...12).contains(digits[2] * 10 + digits[3])
        guard isBirthDate || digits[..<2] == [3, 2] else { return nil }
        return (1 + CheckDigits.weighted(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == digits[10]
    }

    static func maltese(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 8), digits[0] != 0 else { return nil }
        return CheckDigits.weighted(digits, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0
    }

    /// Companies: the RSIN modulo 11. Sole traders since 2020: the whole number modulo 97 with `NL` and `B` as letters.
    static func dutch(_ body: ArraySlice<UInt8>) -> Bool? {
        guard body.count == 12, let digits = digits(body.prefix(9), 9),
            body[body.startIndex + 9] == UInt8(ascii: "B"), Self.digits(body.suffix(2), 2) != nil
        else { return nil }
        let sum = CheckDigits.weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2])
        return sum % 11 == digits[8] || CheckDigits.mod97(Array("NL".utf8) + body) == 1
    }

    static func polish(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 10).map { CheckDigits.weighted($0, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == $0[9] }
    }

    static func portuguese(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 9), digits[0] != 0 else { return nil }
        return (11 - CheckDigits.weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[8]
    }

    /// Two to ten digits: companies. Thirteen: a person's code.
    static func romanian(_ body: ArraySlice<UInt8>) -> Bool? {
        if let digits = digits(body, 13) {
            let rest = CheckDigits.weighted(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
            return (rest == 10 ? 1 : rest) == digits[12]
        }
        guard (2...10).contains(body.count), let digits = digits(body, body.count), digits[0] != 0 else { return nil }
        let front = repeatElement(0, count: 10 - digits.count) + digits.dropLast()
        return CheckDigits.weighted(front, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10 == digits[digits.count - 1]
    }

    /// The organisation's ten digits (Luhn) and a running number 01–94.
    static func swedish(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 12), (1...94).contains(digits[10] * 10 + digits[11]) else { return nil }
        return CheckDigits.luhn(digits[..<10]) == 0
    }

    static func slovene(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 8), digits[0] != 0 else { return nil }
        let check = 11 - CheckDigits.weighted(digits, [8, 7, 6, 5, 4, 3, 2]) % 11
        return (check == 10 ? 0 : check) == digits[7]
    }

    /// Persons may use their birth number, which is divisible by 11 too.
    static func slovak(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 10).map { CheckDigits.number($0) % 11 == 0 }
    }
}
