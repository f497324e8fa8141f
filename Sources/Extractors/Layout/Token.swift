package import Invoicing

/// A word prepared for reading: with its folded form, and glued parts such as `"Nr.:123"` taken apart.
package struct Token: Hashable, Sendable {
    package var text: String
    /// ``Folding`` of the text; empty for punctuation.
    package var key: String
    package var box: Box
    package var size: Double
    package var isBold: Bool
    package var source: TextSource
    /// The recognizer's own, 0...1; `nil` from a text layer.
    package var confidence: Double?
    /// Whether a colon ended the printed word.
    package var endsWithColon: Bool
    /// Whether a printed separator (`|`, `•`) stood before it.
    package var followsBreak: Bool

    package var hasDigit: Bool { text.utf8.contains { $0 >= 48 && $0 <= 57 } }
    package var hasLetter: Bool {
        key.utf8.contains { ($0 >= 97 && $0 <= 122) || $0 >= 0x80 }
    }
}

extension Token {
    /// Takes words apart where print glues a label to its value, and drops leaders and bullets.
    static func tokens(of words: [Word]) -> [Token] {
        var tokens: [Token] = []
        tokens.reserveCapacity(words.count + 16)
        var separators: [Box] = []
        for word in words {
            if isSeparator(word.text) {
                separators.append(word.box)
                continue
            }
            for part in parts(of: word.text) {
                let token = make(part, of: word)
                if token.key.isEmpty, !carriesMeaning(token.text) {
                    if token.endsWithColon, let before = tokens.last, before.box.isBeside(token.box) {
                        tokens[tokens.count - 1].endsWithColon = true
                    }
                    continue
                }
                tokens.append(token)
            }
        }
        for separator in separators { markBreak(behind: separator, in: &tokens) }
        return tokens
    }

    /// The nearest token to the right in the separator's line; the order of words is not always that of the line.
    private static func markBreak(behind separator: Box, in tokens: inout [Token]) {
        var nearest: (index: Int, gap: Double)?
        for (index, token) in tokens.enumerated() {
            let gap = token.box.x - separator.right
            guard gap > -1, gap < nearest?.gap ?? 150, token.box.y < separator.midY, token.box.bottom > separator.midY
            else { continue }
            nearest = (index, gap)
        }
        if let nearest { tokens[nearest.index].followsBreak = true }
    }

    private static func make(_ part: (text: Substring, from: Int, to: Int, of: Int), of word: Word) -> Token {
        var box = word.box
        if part.of > 0, part.from > 0 || part.to < part.of {
            let unit = word.box.width / Double(part.of)
            box = Box(
                x: word.box.x + unit * Double(part.from), y: word.box.y, width: unit * Double(part.to - part.from),
                height: word.box.height)
        }
        var text = String(part.text)
        if word.source == .ocr, let amount = Misread.amount(text) { text = amount }
        return Token(
            text: text, key: Folding.key(text), box: box, size: word.size, isBold: word.isBold, source: word.source,
            confidence: word.confidence, endsWithColon: text.utf8.last == UInt8(ascii: ":"),
            followsBreak: false)
    }

    private static func isSeparator(_ text: String) -> Bool {
        switch text {
        case "|", "•", "·", "●", "▪", "■", "¦", "‖", "—", "►", "*": true
        default: false
        }
    }

    /// Signs that belong to an amount or a number.
    private static func carriesMeaning(_ text: String) -> Bool {
        text.unicodeScalars.contains { "€$£¥₹%#-–−+()/&".unicodeScalars.contains($0) } && text.utf8.count <= 4
    }

    /// Splits behind a colon that has a value glued to it, and at runs of three or more dots or underscores.
    private static func parts(of text: String) -> [(text: Substring, from: Int, to: Int, of: Int)] {
        let utf8 = Array(text.utf8)
        let hasColon = utf8.dropLast().contains(UInt8(ascii: ":"))
        let hasLeader = containsLeader(utf8)
        let hasBar = utf8.count > 1 && utf8.contains(UInt8(ascii: "|"))
        let hasBracket = utf8.last == UInt8(ascii: ")") && utf8.dropFirst(4).contains(UInt8(ascii: "("))
        guard hasColon || hasLeader || hasBar || hasBracket else { return [(text[...], 0, 1, 1)] }
        let characters = Array(text)
        var parts: [(text: Substring, from: Int, to: Int, of: Int)] = []
        var start = 0
        func close(_ end: Int) {
            guard end > start else { return }
            let from = text.index(text.startIndex, offsetBy: start)
            let to = text.index(text.startIndex, offsetBy: end)
            parts.append((text[from..<to], start, end, characters.count))
        }
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if character == "." || character == "_" || character == "…" {
                var run = index
                while run < characters.count, characters[run] == character { run += 1 }
                if run - index >= 3 || (character == "…") {
                    close(index)
                    start = run
                    index = run
                    continue
                }
            }
            // "RECHNUNG(380)": a word and a remark.
            if character == "(", index - start >= 4, characters[start..<index].allSatisfy(\.isLetter) {
                close(index)
                start = index
            }
            if character == "|" {
                close(index)
                start = index + 1
            }
            if character == ":", index + 1 < characters.count, splitsAfterColon(characters, start, index) {
                close(index + 1)
                start = index + 1
            }
            index += 1
        }
        close(characters.count)
        return parts
    }

    private static func containsLeader(_ utf8: [UInt8]) -> Bool {
        guard utf8.count >= 3 else { return false }
        var run = 0
        for byte in utf8 {
            run = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") ? run + 1 : 0
            if run >= 3 { return true }
        }
        return utf8.contains(0xE2)  // the ellipsis and its neighbours; sorted out by the slow path
    }

    /// `Nr.:12` is a label and a value; `12:30` is a time, `https://` a link.
    private static func splitsAfterColon(_ characters: [Character], _ start: Int, _ colon: Int) -> Bool {
        guard colon > start, characters[colon + 1] != "/", characters[colon + 1] != ":" else { return false }
        return characters[start..<colon].contains { $0.isLetter || $0 == "." || $0 == ")" || $0 == "#" }
    }
}

extension Box {
    /// Whether a mark stands on the same line as what was printed before it.
    fileprivate func isBeside(_ mark: Box) -> Bool { mark.midY > y - height / 2 && mark.midY < bottom + height / 2 }
}
