package import Foundation

extension Decimal {
    /// Reads the canonical form of results: optional `-`, digits, optional `.` and digits. Nothing else, no grouping.
    /// - Returns: `nil` for anything else, and past 38 digits.
    package init?(canonical text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 38 else { return nil }
        var points = 0
        var digits = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."): points += 1
            case UInt8(ascii: "-") where index == 0: break
            default: return nil
            }
        }
        guard digits > 0, points <= 1, let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { return nil }
        self = value
    }

    /// The canonical form; at least `minimumDigits` behind the point.
    package func canonical(minimumDigits: Int = 0) -> String {
        var copy = self
        var text = NSDecimalString(&copy, Locale(identifier: "en_US_POSIX"))
        guard minimumDigits > 0 else { return text }
        let point = text.firstIndex(of: ".")
        let behind = point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        if point == nil { text += "." }
        if behind < minimumDigits { text += String(repeating: "0", count: minimumDigits - behind) }
        return text
    }

    /// Half away from zero to `digits` behind the point.
    package func rounded(_ digits: Int) -> Decimal {
        var source = self
        var result = Decimal()
        NSDecimalRound(&result, &source, digits, .plain)
        return result
    }

    package static func powerOfTen(_ exponent: Int) -> Decimal { pow(Decimal(10), exponent) }
}
