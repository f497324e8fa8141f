/// A piece of a mail for people: one line, at most 80 characters, without control and reordering characters.
package enum MailQuote {
    package static func short(_ text: String, most: Int = 80) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(most * 4) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            case .format, .surrogate, .privateUse: continue
            default: line.append(scalar)
            }
        }
        let words = String(line).split(separator: " ").joined(separator: " ")
        return words.count <= most ? words : String(words.prefix(most - 1)) + "…"
    }
}
