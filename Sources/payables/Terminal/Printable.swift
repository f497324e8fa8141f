/// Words of strangers, for a terminal: nothing in them moves the cursor, changes colours or turns the direction of writing.
enum Printable {
    static func text(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                "\u{FFFD}"
            default: Character(scalar)
            }
        }
        return String(plain)
    }
}
