/// Check digit systems that several identifiers share.
enum CheckDigits {
    static func weighted(_ digits: some Sequence<Int>, _ weights: [Int]) -> Int {
        zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// ISO/IEC 7812-1 annex B: from the right, every second digit is doubled and its digits added.
    /// - Returns: 0...9; 0 when the last digit is the right check digit.
    static func luhn(_ digits: some BidirectionalCollection<Int>) -> Int {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let value = index % 2 == 0 ? digit : digit * 2
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10
    }

    /// ISO 7064 MOD 97-10 with letters as 10...35; a whole number including check digits gives 1.
    static func mod97(_ bytes: some Sequence<UInt8>) -> Int {
        var rest = 0
        for byte in bytes {
            let value = IdentifierBytes.value36(byte)
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97
        }
        return rest
    }

    /// ISO 7064 MOD 11,10; the last digit is the check digit.
    static func holdsMod11And10(_ digits: [Int]) -> Bool {
        var check = 5
        for digit in digits { check = ((check == 0 ? 10 : check) * 2 % 11 + digit) % 10 }
        return check == 1
    }

    /// The digits read as one number; at most 18 of them.
    static func number(_ digits: some Sequence<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }
}
