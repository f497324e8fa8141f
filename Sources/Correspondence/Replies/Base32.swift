import Foundation

/// RFC 4648 §6 in lower case and without padding, for 16 bytes: 26 characters. Mail servers may change the case of an
/// address, so both cases are read.
enum Base32 {
    static let length = 26
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func text(_ bytes: Data) -> String {
        var text: [UInt8] = []
        var bits = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(alphabet[bits << (5 - count) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: `nil` unless it is the one way to write 16 bytes: the two bits that are left over are zero.
    static func bytes(_ text: some Collection<UInt8>) -> Data? {
        guard text.count == length else { return nil }
        var bytes = Data()
        var bits = 0
        var count = 0
        for character in text {
            guard let value = value(character) else { return nil }
            bits = bits << 5 | value
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(bits >> count & 255))
            }
            bits &= (1 << count) - 1
        }
        return bits == 0 ? bytes : nil
    }

    static func value(_ character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(character - UInt8(ascii: "a"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character - UInt8(ascii: "A"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): Int(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}
