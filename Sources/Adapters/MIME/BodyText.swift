import Correspondence
import Foundation

/// A stretch of what a person reads in a mail.
struct BodyPiece: Hashable {
    var text: String
    var isFromHTML = false
    /// Whether it says what another piece says, should there be one.
    var isSpare = false

    var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
}

/// From the pieces of a mail's text to its body.
enum BodyText {
    /// Of the ways a mail says the same in, the one to read: plain text before HTML, and neither where nothing stands in it.
    static func best(of choices: [[BodyPiece]]) -> [BodyPiece] {
        let filled = choices.filter { !$0.allSatisfy(\.isBlank) }
        return filled.first { !$0.contains(where: \.isFromHTML) } ?? filled.first ?? []
    }

    /// - Parameter limit: UTF-8 bytes.
    static func body(of pieces: [BodyPiece], limit: Int) -> MailBody {
        var filled = pieces.filter { !$0.isBlank }
        if filled.contains(where: { !$0.isSpare }) { filled.removeAll(where: \.isSpare) }
        let text = filled.map(\.text).joined(separator: "\n")
        let cut = text.utf8.count > limit ? text.cut(toBytes: limit) : text
        return MailBody(
            text: cut.trimmedEnd, isFromHTML: filled.contains(where: \.isFromHTML), isCut: text.utf8.count > limit)
    }

    /// Lines end with `\n`; no control characters but those and tabs, nothing that turns the direction of reading around.
    static func cleaned(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar {
            case "\n" where wasReturn: continue
            case "\r", "\n", "\u{2028}", "\u{2029}", "\u{85}": clean.append("\n")
            case "\t": clean.append(scalar)
            default:
                guard scalar.properties.generalCategory != .control, !scalar.isInvisible else { continue }
                clean.append(scalar)
            }
        }
        return String(clean)
    }
}

extension Unicode.Scalar {
    /// Marks that nobody sees: they reorder what is read, or hide in words. Joiners stay; scripts and pictures need them.
    var isInvisible: Bool {
        switch value {
        case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: true  // direction
        case 0x200B, 0x2060, 0xFEFF, 0x00AD, 0x034F: true  // no width
        default: false
        }
    }
}

extension String {
    /// At most so many UTF-8 bytes, whole characters only.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    var trimmedEnd: String {
        var text = unicodeScalars[...]
        while let last = text.last, last.properties.isWhitespace { text.removeLast() }
        return String(text)
    }
}
