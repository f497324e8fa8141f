import Foundation

/// Encoded words of headers (RFC 2047), for people. Never decoded before addresses are taken apart: what is in them is text.
package enum EncodedWords {
    /// What cannot be decoded stays as it is; control characters become spaces. Names longer than 1,000 characters are cut.
    package static func decoded(_ text: String) -> String {
        var result = ""
        var rest = text.prefix(1_000)
        var wasEncoded = false
        while let start = rest.range(of: "=?") {
            let before = rest[..<start.lowerBound]
            guard let (word, end) = word(rest[start.lowerBound...]) else {
                result += before + "=?"
                rest = rest[start.upperBound...]
                wasEncoded = false
                continue
            }
            // Blanks between two encoded words are none.
            if !(wasEncoded && before.allSatisfy(\.isWhitespace)) { result += before }
            result += word
            rest = rest[end...]
            wasEncoded = true
        }
        result += rest
        return String(
            String.UnicodeScalarView(result.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 })
        )
    }

    private static func word(_ text: Substring) -> (String, Substring.Index)? {
        let parts = text.dropFirst(2).split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3].hasPrefix("="), let bytes = bytes(parts[1].lowercased(), parts[2]),
            let encoding = encoding(parts[0].lowercased()), let word = String(data: Data(bytes), encoding: encoding)
        else { return nil }
        return (word, text.index(after: parts[3].startIndex))
    }

    private static func bytes(_ kind: String, _ text: Substring) -> [UInt8]? {
        if kind == "b" { return Data(base64Encoded: String(text)).map { Array($0) } }
        guard kind == "q" else { return nil }
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "_") {
                bytes.append(0x20)
            } else if byte == UInt8(ascii: "=") {
                guard let hex = String(rest.prefix(2)), hex.utf8.count == 2, let value = UInt8(hex, radix: 16) else {
                    return nil
                }
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func encoding(_ charset: String) -> String.Encoding? {
        switch charset.split(separator: "*").first.map(String.init) ?? charset {
        case "utf-8", "utf8": .utf8
        case "us-ascii", "ascii": .ascii
        case "iso-8859-1", "latin1": .isoLatin1
        case "iso-8859-2": .isoLatin2
        case "iso-8859-15", "windows-1252", "cp1252": .windowsCP1252
        case "windows-1250": .windowsCP1250
        case "windows-1251": .windowsCP1251
        default: nil
        }
    }
}
