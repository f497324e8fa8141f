import Foundation

/// What a page says of its own place in a document: "Page 1 of 3", "Seite 2", "1/2", "- 2 -".
struct PageCounter: Hashable {
    /// Counted from 1.
    var number: Int
    /// `nil` when only the number is printed.
    var total: Int?

    /// Whether nothing is left to come; a counter without a total cannot tell.
    var isLast: Bool { total.map { number >= $0 } ?? false }

    /// The counter of a page; the one that names the total, where several are printed.
    /// - Parameter rows: Those of one page.
    init?(_ rows: ArraySlice<Row>) {
        var best: PageCounter?
        for row in rows {
            for segment in row.segments {
                guard let found = Self.read(row, segment) else { continue }
                if best == nil || best?.total == nil && found.total != nil { best = found }
            }
        }
        guard let best else { return nil }
        self = best
    }

    private init?(_ number: Int?, _ total: Int?) {
        guard let number, (1...999).contains(number), total.map({ (number...999).contains($0) }) ?? true else {
            return nil
        }
        self.number = number
        self.total = total
    }

    /// Behind a word for "page" in a line of its own, or in the margin without one.
    private static func read(_ row: Row, _ segment: Range<Int>) -> PageCounter? {
        let tokens = row.tokens[segment]
        guard tokens.count <= 6, tokens.contains(where: \.hasDigit), let first = tokens.first else { return nil }
        if words.contains(first.key) { return behindWord(tokens.dropFirst()) }
        let place = row.box.midY / max(1, row.pageHeight)
        guard place < 0.06 || place > 0.9 else { return nil }
        return bare(tokens)
    }

    private static func behindWord(_ tokens: ArraySlice<Token>) -> PageCounter? {
        // "Seite Nr. 2", "Page no 1/2"
        let rest = tokens.drop { ["no", "nr", "n"].contains($0.key) }
        guard let first = rest.first else { return nil }
        if let pair = pair(first.text), rest.count == 1 { return pair }
        guard let number = whole(first.text) else { return nil }
        let more = rest.dropFirst().filter { !$0.key.isEmpty || $0.text == "/" }
        if more.isEmpty { return PageCounter(number, nil) }
        guard more.count == 2, let link = more.first, link.text == "/" || links.contains(link.key),
            let last = more.last, let total = whole(last.text)
        else { return nil }
        return PageCounter(number, total)
    }

    /// "1/2", "1 / 2", "- 2 -"
    private static func bare(_ tokens: ArraySlice<Token>) -> PageCounter? {
        let digits = tokens.filter(\.hasDigit)
        guard tokens.allSatisfy({ !$0.hasLetter }) else { return nil }
        if digits.count == 1, tokens.count == 1, let pair = pair(digits[0].text) { return pair }
        if digits.count == 2, tokens.count == 3, tokens[tokens.startIndex + 1].text == "/",
            let number = whole(digits[0].text), let total = whole(digits[1].text)
        {
            return PageCounter(number, total)
        }
        let text = tokens.map(\.text).joined()
        guard let mark = text.first, "-–".contains(mark), text.count >= 3, text.last == mark else { return nil }
        return PageCounter(whole(String(text.dropFirst().dropLast())), nil)
    }

    private static func pair(_ text: String) -> PageCounter? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let total = whole(String(parts[1])) else { return nil }
        return PageCounter(whole(String(parts[0])), total)
    }

    private static func whole(_ text: String) -> Int? {
        let digits = text.utf8.last == UInt8(ascii: ".") ? text.dropLast() : text[...]
        return digits.utf8.count <= 3 && digits.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? Int(digits) : nil
    }

    /// Folded words for a page.
    private static let words: Set<String> = [
        "page", "pg", "p", "sheet", "seite", "s", "blatt", "pagina", "pag", "feuille", "feuillet", "folio", "hoja",
        "foglio", "strona", "str", "strana", "stranica", "sida", "side", "sivu", "oldal", "blad", "bladzijde", "lapa",
    ]
    /// Folded words between number and total.
    private static let links: Set<String> = [
        "of", "von", "de", "di", "van", "sur", "z", "ze", "av", "af", "din", "od", "do",
    ]
}
