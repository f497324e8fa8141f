import Foundation

/// Words of people in a header, RFC 2047. Whatever is given, the result is ASCII, and every line break in it is one of
/// ours, followed by a space.
enum HeaderText {
    /// - Parameter used: Columns that the header's name has taken of the first line.
    static func unstructured(_ text: String, used: Int) -> String {
        let plain = withoutControls(text)
        let isPlain =
            plain.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !plain.contains("=?")
            && used + plain.utf8.count <= 76
        return isPlain ? plain : encoded(plain, used: used)
    }

    /// A display name.
    static func phrase(_ text: String, used: Int) -> String {
        let plain = withoutControls(text)
        let isPlain =
            plain.utf8.count <= 60
            && plain.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || " -'".utf8.contains($0)
            }
        return isPlain ? "\"\(plain)\"" : encoded(plain, used: used)
    }

    private static func withoutControls(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let kind = scalar.properties.generalCategory
            plain.append([.control, .lineSeparator, .paragraphSeparator].contains(kind) ? " " : scalar)
        }
        return String(plain)
    }

    /// Lines of at most 76 characters, cut between characters (RFC 2047 §2 and §5).
    private static func encoded(_ text: String, used: Int) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        /// Bytes that base64 and the 12 characters around it bring to the end of a line.
        func room() -> Int { (76 - 12 - (words.isEmpty ? used : 1)) / 4 * 3 }
        func close() {
            guard !bytes.isEmpty else { return }
            words.append("=?UTF-8?B?" + Data(bytes).base64EncodedString() + "?=")
            bytes = []
        }
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > room() { close() }
            bytes += next
        }
        close()
        return words.joined(separator: "\r\n ")
    }
}
