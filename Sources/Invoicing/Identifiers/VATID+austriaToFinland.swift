/// Each function takes what stands behind the prefix; `nil` = wrong format, `false` = wrong check digits.
extension VATID {
    static func austrian(_ body: ArraySlice<UInt8>) -> Bool? {
        guard body.first == UInt8(ascii: "U"), let digits = digits(body.dropFirst(), 8) else { return nil }
        return (16 - CheckDigits.luhn(digits[..<7])) % 10 == digits[7]
    }

    /// Since 2023 numbers begin with 0 or 1; old ones had nine digits.
    static func belgian(_ body: ArraySlice<UInt8>) -> Bool? {
        if body.count == 9 { return digits(body, 9).map { belgianSum([0] + $0) } }
        guard let digits = digits(body, 10), digits[0] < 2 else { return nil }
        return belgianSum(digits)
    }

    private static func belgianSum(_ digits: [Int]) -> Bool {
        (CheckDigits.number(digits[..<8]) + CheckDigits.number(digits[8...])) % 97 == 0
    }

    /// Nine digits: companies. Ten: citizens, foreigners and others, each with a rule of its own.
    static func bulgarian(_ body: ArraySlice<UInt8>) -> Bool? {
        if let digits = digits(body, 9) {
            var check = CheckDigits.weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
            if check == 10 { check = CheckDigits.weighted(digits, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 }
            return check % 10 == digits[8]
        }
        guard let digits = digits(body, 10) else { return nil }
        let month = (digits[2] * 10 + digits[3]) % 20
        let citizen =
            (1...12).contains(month) && (1...31).contains(digits[4] * 10 + digits[5])
            && CheckDigits.weighted(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == digits[9]
        let foreigner = CheckDigits.weighted(digits, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == digits[9]
        let other = (11 - CheckDigits.weighted(digits, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == digits[9]
        return citizen || foreigner || other
    }

    static func cypriot(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body.dropLast(), 8), let last = body.last, IdentifierBytes.isLetter(last),
            digits[0...1] != [1, 2]
        else { return nil }
        let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
        let sum = digits.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? odd[$1.element] : $1.element) }
        return sum % 26 == Int(last) - 0x41
    }

    /// Eight digits: companies. Nine beginning with 6: special cases. Nine or ten: birth numbers, the nine-digit ones
    /// (born before 1954) without a check digit.
    static func czech(_ body: ArraySlice<UInt8>) -> Bool? {
        if let digits = digits(body, 8) {
            guard digits[0] != 9 else { return nil }
            let check = (11 - CheckDigits.weighted(digits, [8, 7, 6, 5, 4, 3, 2]) % 11) % 11
            return (check == 0 ? 1 : check) % 10 == digits[7]
        }
        if let digits = digits(body, 9) {
            guard digits[0] == 6 else { return isBirthNumber(digits) ? true : nil }
            let check = CheckDigits.weighted(digits[1...], [8, 7, 6, 5, 4, 3, 2]) % 11
            return (18 - (10 - check + 11) % 11) % 10 == digits[8]
        }
        guard let digits = digits(body, 10), isBirthNumber(digits) else { return nil }
        return CheckDigits.number(digits[..<9]) % 11 % 10 == digits[9]
    }

    /// Year, month (plus 50 for women, plus 20 when a day's numbers ran out), day.
    private static func isBirthNumber(_ digits: [Int]) -> Bool {
        var month = digits[2] * 10 + digits[3]
        if month > 50 { month -= 50 }
        if month > 20 { month -= 20 }
        return (1...12).contains(month) && (1...31).contains(digits[4] * 10 + digits[5])
    }

    static func german(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 9), digits[0] != 0 else { return nil }
        return CheckDigits.holdsMod11And10(digits)
    }

    static func danish(_ body: ArraySlice<UInt8>) -> Bool? {
        guard let digits = digits(body, 8), digits[0] != 0 else { return nil }
        return CheckDigits.weighted(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
    }

    static func estonian(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 9).map { CheckDigits.weighted($0, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0 }
    }

    static func greek(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 9).map {
            CheckDigits.weighted($0, [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == $0[8]
        }
    }

    /// Citizens (DNI), foreigners (NIE) and special persons by a letter modulo 23, companies (CIF) by a Luhn digit that
    /// may be printed as a letter.
    static func spanish(_ body: ArraySlice<UInt8>) -> Bool? {
        let bytes = Array(body)
        guard bytes.count == 9, let middle = IdentifierBytes.digits(bytes[1..<8]) else { return nil }
        switch bytes[0] {
        case 0x30...0x39: return spanishLetter([Int(bytes[0]) - 0x30] + middle, bytes[8])
        case UInt8(ascii: "X")...UInt8(ascii: "Z"):
            return spanishLetter([Int(bytes[0] - UInt8(ascii: "X"))] + middle, bytes[8])
        case UInt8(ascii: "K")...UInt8(ascii: "M"): return spanishLetter(middle, bytes[8])
        case let kind where "ABCDEFGHJNPQRSUVW".utf8.contains(kind):
            let check = (10 - CheckDigits.luhn(middle + [0])) % 10
            return bytes[8] == UInt8(0x30 + check) || bytes[8] == Array("JABCDEFGHI".utf8)[check]
        default: return nil
        }
    }

    private static func spanishLetter(_ digits: [Int], _ letter: UInt8) -> Bool? {
        guard IdentifierBytes.isLetter(letter) else { return nil }
        return Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)[CheckDigits.number(digits) % 23] == letter
    }

    static func finnish(_ body: ArraySlice<UInt8>) -> Bool? {
        digits(body, 8).map { CheckDigits.weighted($0, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0 }
    }
}
