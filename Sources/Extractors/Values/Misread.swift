/// Letters and digits that recognition takes for each other; nothing here knows a word, let alone a name.
package enum Misread {
    /// A folded key with look-alikes brought together: `t0ta1`, `totai` and `total` have one shape.
    package static func shape(_ key: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(key.utf8.count)
        for byte in key.utf8 {
            switch byte {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "o"))
            case UInt8(ascii: "1"), UInt8(ascii: "i"), UInt8(ascii: "j"): bytes.append(UInt8(ascii: "l"))
            case UInt8(ascii: "5"): bytes.append(UInt8(ascii: "s"))
            case UInt8(ascii: "8"): bytes.append(UInt8(ascii: "b"))
            case UInt8(ascii: "6"): bytes.append(UInt8(ascii: "g"))
            case UInt8(ascii: "2"): bytes.append(UInt8(ascii: "z"))
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Digits where a token of mostly digits holds letters that look like digits: `4O15O` is 40150, `§3300` is 53300.
    /// - Returns: `nil` when there is nothing to repair, or more letters than a slip explains.
    package static func digits(_ text: String) -> String? {
        var result = ""
        var digits = 0
        var repaired = 0
        for character in text {
            if character.isASCII, character.isNumber {
                digits += 1
                result.append(character)
            } else if let digit = digit(character) {
                repaired += 1
                result.append(digit)
            } else if ".,-/:+()%".contains(character) {
                result.append(character)
            } else {
                return nil
            }
        }
        return repaired > 0 && digits >= max(2, repaired) ? result : nil
    }

    /// An amount with letters for some digits, told by its two places behind the sign: `2B,9S` is 28,95.
    /// - Returns: `nil` for everything else: codes and words keep their letters, `$` in front stays a currency.
    package static func amount(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard (4...12).contains(bytes.count), bytes[bytes.count - 3] == 44 || bytes[bytes.count - 3] == 46,
            bytes[0] >= 48, bytes[0] <= 57, let repaired = digits(text)
        else { return nil }
        let isAmount = repaired.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == 44 || $0 == 46 }
        return isAmount && repaired.utf8.count == bytes.count ? repaired : nil
    }

    private static func digit(_ character: Character) -> Character? {
        switch character {
        case "O", "o", "Q", "D", "U": "0"
        case "l", "I", "i", "|", "!", "]", "[": "1"
        case "Z", "z": "2"
        case "S", "s", "§", "$": "5"
        case "G", "b": "6"
        case "B": "8"
        case "g", "q": "9"
        default: nil
        }
    }
}

/// Words of one meaning, found as printed, in look-alikes, and from six letters on with one letter wrong.
package struct WordBook: Sendable {
    private var shapes: Set<String> = []
    private var nearby: Set<String> = []

    /// - Parameter words: Folded, parted by white space.
    package init(_ words: String) {
        for word in words.split(whereSeparator: \.isWhitespace) {
            let shape = Misread.shape(String(word))
            shapes.insert(shape)
            if shape.utf8.count >= 6 { nearby.formUnion(Self.shortened(shape)) }
        }
    }

    /// - Parameter key: ``Folding`` of a token.
    package func contains(_ key: String) -> Bool {
        let shape = Misread.shape(key)
        if shapes.contains(shape) { return true }
        guard shape.utf8.count >= 6 else { return false }
        if nearby.contains(shape) { return true }
        return Self.shortened(shape).contains { nearby.contains($0) || ($0.utf8.count >= 6 && shapes.contains($0)) }
    }

    package func contains(anyOf tokens: some Sequence<Token>) -> Bool { tokens.contains { contains($0.key) } }

    private static func shortened(_ key: String) -> [String] {
        let bytes = Array(key.utf8)
        return bytes.indices.map { index in
            var copy = bytes
            copy.remove(at: index)
            return String(decoding: copy, as: UTF8.self)
        }
    }
}
