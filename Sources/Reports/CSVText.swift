import Foundation

/// RFC 4180 with CRLF, UTF-8 with a byte order mark so that spreadsheets read the umlauts. Text that begins with `=`, `+`,
/// `-`, `@`, tab or carriage return gets a leading apostrophe, so that a spreadsheet takes no printed text for a formula.
enum CSVText {
    static func make(_ names: [String], _ rows: [[String]]) -> String {
        "\u{FEFF}" + ([names] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    static func text(_ value: String) -> String { quoted(defused(value)) }

    /// A number that is none is treated as text.
    static func number(_ value: String) -> String { Decimal(canonical: value) != nil ? value : text(value) }

    private static func defused(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        return ["=", "+", "-", "@", "\t", "\r", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"].contains(first)
            ? "'" + text : text
    }

    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { "\",;\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
