/// An address as a header has it.
package struct WrittenAddress: Hashable, Sendable {
    /// For people, decoded; empty where there is none. Anybody may write anything here.
    package var name: String
    /// `local@domain` without blanks and comments, quotation marks kept.
    package var spec: String
    /// `nil` for one that is not of the plain kind: a quoted local part, an address literal, letters outside ASCII.
    package var address: MailAddress?
}

/// The addresses of a header `From`, `To`, `Reply-To` (RFC 5322 §3.4, with the obsolete forms of §4.4).
package struct AddressList: Hashable, Sendable {
    package var addresses: [WrittenAddress] = []
    /// Whether some of them stand in a group (`team: a@office.example;`).
    package var hasGroups = false
    /// Whether the whole header follows the grammar. Programs differ in what they make of others, so nothing is believed of one.
    package var isWellFormed = true

    package init(_ raw: String) {
        var scanner = HeaderScanner(raw)
        if raw.unicodeScalars.contains(where: {
            ($0.value < 0x20 && !"\t\r\n".unicodeScalars.contains($0)) || $0.value == 0x7F
        }) {
            isWellFormed = false
        }
        var isInGroup = false
        while true {
            scanner.forgetComments()
            guard scanner.skipBlanks() else {
                isWellFormed = false
                break
            }
            guard let scalar = scanner.next else { break }
            if scalar == "," {
                _ = scanner.take(",")
            } else if scalar == ";", isInGroup {
                _ = scanner.take(";")
                isInGroup = false
            } else {
                entry(&scanner, &isInGroup)
            }
        }
        if isInGroup { isWellFormed = false }
    }

    /// The one address that it holds; `nil` for none, several, a group, or a header that is not well formed.
    package var only: MailAddress? {
        isWellFormed && !hasGroups && addresses.count == 1 ? addresses[0].address : nil
    }

    /// A mailbox, or the beginning of a group.
    private mutating func entry(_ scanner: inout HeaderScanner, _ isInGroup: inout Bool) {
        var words: [Word] = []
        while true {
            guard scanner.skipBlanks() else { return isWellFormed = false }
            switch scanner.next {
            case "<":
                angle(&scanner, name: words)
                return close(&scanner)
            case ":" where !isInGroup:
                _ = scanner.take(":")
                isInGroup = true
                hasGroups = true
                if words.isEmpty || words.contains(where: { $0.text == "@" }) { isWellFormed = false }
                return
            case nil, ",", ";":
                return bare(words, scanner.comments)
            case "\"":
                guard let text = scanner.quoted() else {
                    _ = scanner.run { _ in true }
                    return isWellFormed = false
                }
                words.append(Word(text: text, isQuoted: true))
            case "@":
                _ = scanner.take("@")
                words.append(Word(text: "@", isQuoted: false))
            case "[":
                guard let literal = Self.literal(&scanner) else { return isWellFormed = false }
                words.append(Word(text: literal, isQuoted: false))
            default:
                let atom = scanner.run(while: Self.isAtom)
                guard !atom.isEmpty else {
                    isWellFormed = false
                    scanner.skip(to: ",")
                    return
                }
                words.append(Word(text: atom, isQuoted: false))
            }
        }
    }

    /// `<address>`, with an obsolete route before it.
    private mutating func angle(_ scanner: inout HeaderScanner, name: [Word]) {
        _ = scanner.take("<")
        var words: [Word] = []
        while true {
            guard scanner.skipBlanks(), let scalar = scanner.next else { return isWellFormed = false }
            if scanner.take(">") { break }
            if scalar == ":" {
                // What stands before is a route: @one,@two:
                if words.first?.text != "@" { isWellFormed = false }
                words = []
                _ = scanner.take(":")
            } else if scalar == "\"" {
                guard let text = scanner.quoted() else { return isWellFormed = false }
                words.append(Word(text: text, isQuoted: true))
            } else if scalar == "@" || scalar == "," {
                _ = scanner.take(scalar)
                words.append(Word(text: String(scalar), isQuoted: false))
            } else if scalar == "[" {
                guard let literal = Self.literal(&scanner) else { return isWellFormed = false }
                words.append(Word(text: literal, isQuoted: false))
            } else {
                let atom = scanner.run(while: Self.isAtom)
                guard !atom.isEmpty else { return isWellFormed = false }
                words.append(Word(text: atom, isQuoted: false))
            }
        }
        if name.contains(where: { $0.text == "@" && !$0.isQuoted }) { isWellFormed = false }
        append(words, name: Self.phrase(name))
    }

    private mutating func bare(_ words: [Word], _ comments: [String]) {
        append(words, name: EncodedWords.decoded(comments.last ?? ""))
    }

    private mutating func append(_ words: [Word], name: String) {
        let ats = words.indices.filter { words[$0].text == "@" && !words[$0].isQuoted }
        guard ats.count == 1, let at = ats.first, at > 0, at + 1 < words.count,
            Self.isDotted(words[..<at]), Self.isDotted(words[(at + 1)...]),
            !words[(at + 1)...].contains(where: \.isQuoted)
        else { return isWellFormed = false }
        let spec = words.map(\.written).joined()
        addresses.append(WrittenAddress(name: name, spec: spec, address: MailAddress(spec)))
    }

    /// Behind `>` only a comma or the end may follow.
    private mutating func close(_ scanner: inout HeaderScanner) {
        guard scanner.skipBlanks() else { return isWellFormed = false }
        if let scalar = scanner.next, scalar != ",", scalar != ";" {
            isWellFormed = false
            scanner.skip(to: ",")
        }
    }

    private struct Word {
        var text: String
        var isQuoted: Bool

        var written: String {
            guard isQuoted else { return text }
            return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
    }

    /// Words that follow one another without a point between them are no address: `a b@office.example`.
    private static func isDotted(_ words: ArraySlice<Word>) -> Bool {
        zip(words, words.dropFirst()).allSatisfy { left, right in
            (!left.isQuoted && left.text.hasSuffix(".")) || (!right.isQuoted && right.text.hasPrefix("."))
        }
    }

    private static func phrase(_ words: [Word]) -> String {
        EncodedWords.decoded(words.map(\.text).joined(separator: " "))
    }

    private static func literal(_ scanner: inout HeaderScanner) -> String? {
        let text = scanner.run { !"]\\\r\n".unicodeScalars.contains($0) }
        return scanner.take("]") ? text + "]" : nil
    }

    private static func isAtom(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7F && !"()<>[]:;@\\,\"".unicodeScalars.contains(scalar)
    }
}
