import Foundation

/// Text for mail, RFC 2045 §6.7: lines of at most 76 ASCII characters that end with CRLF.
enum QuotedPrintable {
    static func text(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line(Array($0.utf8)) }.joined(separator: "\r\n")
    }

    private static func line(_ bytes: [UInt8]) -> String {
        var lines: [String] = []
        var current = ""
        for (index, byte) in bytes.enumerated() {
            let piece = self.piece(byte, isLast: index == bytes.count - 1)
            if current.utf8.count + piece.utf8.count > 75 {
                lines.append(current + "=")
                current = ""
            }
            current += piece
        }
        lines.append(current)
        return lines.joined(separator: "\r\n")
    }

    /// A space at the end of a line could get lost on the way.
    private static func piece(_ byte: UInt8, isLast: Bool) -> String {
        let isSpace = byte == 0x20 || byte == 0x09
        if isSpace ? !isLast : (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") {
            return String(UnicodeScalar(byte))
        }
        return "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
