/// A header `Received` (RFC 5321 §4.4): which server says that it took the mail.
struct ReceivedLine {
    /// Behind the word `by`, lower case; `nil` = it does not say, or the line is broken.
    let by: String?

    init(_ raw: String) {
        var words = Self.words(raw)
        // What the sender calls himself stands behind `from`, and may be any word.
        if words.first?.lowercased() == "from" { words = Array(words.dropFirst(2)) }
        let place = words.firstIndex { $0.lowercased() == "by" }
        by = place.flatMap { $0 + 1 < words.count ? words[$0 + 1].lowercased() : nil }
    }

    private static func words(_ raw: String) -> [String] {
        var scanner = HeaderScanner(raw)
        var words: [String] = []
        while scanner.skipBlanks(), let scalar = scanner.next, scalar != ";" {
            if scalar == "\"" {
                guard let quoted = scanner.quoted() else { return [] }
                words.append(quoted)
            } else {
                words.append(
                    scanner.run { !" \t\r\n(;\"".unicodeScalars.contains($0) })
            }
        }
        return scanner.isAtEnd || scanner.next == ";" ? words : []
    }
}
