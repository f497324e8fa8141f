import Foundation

/// A plain text part, and the files that old programs wrote into it.
struct PlainText {
    var piece: BodyPiece
    var files: [UUFile]

    /// - Parameters:
    ///   - charset: As declared.
    ///   - isFlowed: `format=flowed`, RFC 3676: a blank before the line break means that the line goes on.
    ///   - limit: Most bytes that are looked at as text.
    init(_ bytes: Data, charset: String?, isFlowed: Bool, dropsBlank: Bool, limit: Int) {
        let (rest, files) = UUFile.taken(from: bytes)
        let text = BodyText.cleaned(Charset.text(rest.prefix(limit), declared: charset))
        piece = BodyPiece(text: isFlowed ? Self.unflowed(text, dropsBlank) : text)
        self.files = files
    }

    private static func unflowed(_ text: String, _ dropsBlank: Bool) -> String {
        var lines: [String] = []
        var (goesOn, depth) = (false, 0)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let marks = line.prefix { $0 == ">" }.count
            var rest = line.dropFirst(marks)
            if rest.first == " " { rest = rest.dropFirst() }
            // The line above a signature is two hyphens and a blank, and never goes on.
            let isSoft = rest.last == " " && rest != "-- "
            if goesOn, marks == depth, rest != "-- " {
                // In its place: a line may be the whole mail.
                if dropsBlank { lines[lines.count - 1].removeLast() }
                lines[lines.count - 1] += rest
            } else {
                let quote = String(repeating: ">", count: marks)
                lines.append((quote.isEmpty || rest.isEmpty ? quote : quote + " ") + rest)
            }
            (goesOn, depth) = (isSoft, marks)
        }
        return lines.joined(separator: "\n")
    }
}
