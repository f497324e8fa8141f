import Invoicing

/// Reads a value of a given type at a place in a row.
package struct ValueReader: Sendable {
    let view: DocumentView

    package struct Reading: Hashable, Sendable {
        package var value: String
        package var tokens: Range<Int>
    }

    /// - Parameters:
    ///   - range: Tokens that may belong to the value; reading starts at the first, or just behind filler words.
    ///   - strict: The value must begin at the first token.
    package func read(_ type: ValueType, row index: Int, in range: Range<Int>, strict: Bool = false) -> Reading? {
        let row = view.rows[index]
        guard !range.isEmpty else { return nil }
        let start = strict ? range.lowerBound : skipFillers(row, range)
        switch type {
        case .date: return date(index, range, start)
        case .amount, .quantity, .percent: return number(type, index, range, start)
        case .identifier, .code, .taxNumber: return identifier(row, range, start)
        case .iban: return iban(row, range)
        case .vatID: return vatID(row, range)
        case .bic: return bic(row, range)
        case .email: return first(row, range) { $0.contains("@") && $0.contains(".") }
        case .url: return first(row, range) { $0.contains("www.") || $0.contains("://") }
        case .phone: return phone(row, range, start)
        case .currency:
            return first(row, range) { Currency($0) != nil }
        case .text, .name, .address: return text(row, range)
        case .boolean: return nil
        }
    }

    private static let fillers: Set<String> = [
        "nr", "no", "num", "numero", "number", "n", "nummer", "vom", "from", "of", "du", "del", "dated", "den", "le",
        "am", "is", "on", "the", "d", "van", "z", "dnia", "id", "ref", "as", "at", "and", "and",
    ]

    private func skipFillers(_ row: Row, _ range: Range<Int>) -> Int {
        var start = range.lowerBound
        var skipped = 0
        while start < range.upperBound - 1, skipped < 3 {
            let token = row.tokens[start]
            guard token.key.isEmpty || Self.fillers.contains(token.key) else { break }
            start += 1
            skipped += 1
        }
        return start
    }

    private func date(_ index: Int, _ range: Range<Int>, _ start: Int) -> Reading? {
        let found = view.dates[index].first {
            $0.tokens.lowerBound >= range.lowerBound && $0.tokens.upperBound <= range.upperBound
                && $0.tokens.lowerBound <= start + 3
        }
        guard let found, let day = view.dateReader.day(found) else { return nil }
        return Reading(value: day.iso, tokens: found.tokens)
    }

    private func number(_ type: ValueType, _ index: Int, _ range: Range<Int>, _ start: Int) -> Reading? {
        let found = view.numbers[index].first {
            $0.tokens.lowerBound >= range.lowerBound && $0.tokens.upperBound <= range.upperBound
                && (type == .percent) == $0.isPercent
        }
        guard let found else { return nil }
        return Reading(value: found.value.text(digits: type == .amount ? 2 : 0), tokens: found.tokens)
    }

    /// A word with at least one digit that is no date and no amount of money; parts printed apart but close belong to it.
    private func identifier(_ row: Row, _ range: Range<Int>, _ start: Int) -> Reading? {
        guard start < range.upperBound else { return nil }
        for first in start..<min(start + 2, range.upperBound) {
            var text = trimmed(row.tokens[first].text)
            guard isIdentifierLike(text) || joinsNext(row, first, range) else { continue }
            var end = first + 1
            while end < range.upperBound, joins(row, end - 1, end) {
                text += trimmed(row.tokens[end].text)
                end += 1
            }
            text = trimmed(text)
            guard text.utf8.contains(where: { $0 >= 48 && $0 <= 57 }), text.utf8.count <= 40, !text.holds("@"),
                DateReader.numeric(text) == nil || text.utf8.count == 8
            else { return nil }
            return Reading(value: text, tokens: first..<end)
        }
        return nil
    }

    private func isIdentifierLike(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 >= 48 && $0 <= 57 }) else { return false }
        if text.holds("%") || text.holds("€") || text.holds("$") { return false }
        return true
    }

    /// "INV 2024 001", "RE - 12", "F/2024/ 12": a prefix of capitals, or a sign at the seam, with hardly any space.
    private func joins(_ row: Row, _ left: Int, _ right: Int) -> Bool {
        let a = row.tokens[left]
        let b = row.tokens[right]
        let gap = b.box.x - a.box.right
        guard gap < 0.5 * max(5, a.box.height), !a.endsWithColon else { return false }
        let seam: Set<Character> = ["/", "-", "_"]
        if let last = a.text.last, seam.contains(last) { return b.hasDigit || b.hasLetter }
        if let head = b.text.first, seam.contains(head) { return true }
        if gap < 0.12 * a.box.height, b.hasDigit { return true }
        if isDigitGroup(a.text), isDigitGroup(b.text), gap < 0.4 * a.box.height { return true }
        return joinsNext(row, left, left..<row.tokens.count)
    }

    /// "528 869 835": a number printed in groups.
    private func isDigitGroup(_ text: String) -> Bool {
        (2...4).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }

    private func joinsNext(_ row: Row, _ index: Int, _ range: Range<Int>) -> Bool {
        guard index + 1 < range.upperBound else { return false }
        let token = row.tokens[index]
        let next = row.tokens[index + 1]
        guard !token.hasDigit, token.text.utf8.count <= 7, token.key.utf8.count >= 1, next.hasDigit,
            token.text == token.text.uppercased(), !token.endsWithColon, DateReader.numeric(next.text) == nil
        else { return false }
        return next.box.x - token.box.right < 0.5 * max(5, token.box.height)
    }

    private func trimmed(_ text: String) -> String {
        var slice = text[...]
        while let last = slice.last, ",.;:)]*".contains(last) { slice = slice.dropLast() }
        while let first = slice.first, "([#:*".contains(first) { slice = slice.dropFirst() }
        return String(slice)
    }

    private func iban(_ row: Row, _ range: Range<Int>) -> Reading? {
        for start in range {
            guard row.tokens[start].text.utf8.count >= 2 else { continue }
            var key = ""
            for end in start..<min(range.upperBound, start + 10) {
                key += row.tokens[end].key.uppercased()
                if key.utf8.count > 34 { break }
                guard key.utf8.count >= 15 else { continue }
                if IBAN.isValid(key) { return Reading(value: key, tokens: start..<end + 1) }
                if row.tokens[start].source == .ocr, let repaired = IBAN.repaired(key) {
                    return Reading(value: repaired, tokens: start..<end + 1)
                }
            }
        }
        return nil
    }

    /// What stands where an account should and looks like one, though its checksum fails: better shown than lost.
    /// - Returns: Two letters, two digits and 10...30 letters or digits, mostly digits.
    package func ibanLike(row index: Int, in range: Range<Int>) -> Reading? {
        let row = view.rows[index]
        guard let start = range.first(where: { row.tokens[$0].key.utf8.count >= 2 }) else { return nil }
        var key = ""
        var end = start
        while end < range.upperBound, end - start < 10 {
            let part = row.tokens[end].key.uppercased()
            if end > start, !row.tokens[end].hasDigit || key.utf8.count + part.utf8.count > 34 { break }
            key += part
            end += 1
        }
        let bytes = Array(key.utf8)
        guard (14...34).contains(bytes.count), bytes[0] >= 65, bytes[1] >= 65, bytes[2] < 65, bytes[3] < 65,
            bytes.dropFirst(2).lazy.filter({ $0 < 65 }).count * 10 >= (bytes.count - 2) * 7
        else { return nil }
        return Reading(value: key, tokens: start..<end)
    }

    private func vatID(_ row: Row, _ range: Range<Int>) -> Reading? {
        for start in range {
            guard row.tokens[start].hasLetter || row.tokens[start].hasDigit else { continue }
            var key = ""
            for end in start..<min(range.upperBound, start + 6) {
                key += row.tokens[end].key.uppercased()
                if key.utf8.count > 16 { break }
                if key.utf8.count >= 8, VATID.check(key) != .wrongFormat {
                    return Reading(value: VATID.normalised(key) ?? key, tokens: start..<end + 1)
                }
            }
        }
        return nil
    }

    private func bic(_ row: Row, _ range: Range<Int>) -> Reading? {
        for index in range {
            let text = trimmed(row.tokens[index].text)
            guard text.utf8.count == 8 || text.utf8.count == 11, text == text.uppercased(), BIC.isValid(text) else {
                continue
            }
            return Reading(value: text, tokens: index..<index + 1)
        }
        return nil
    }

    private func first(_ row: Row, _ range: Range<Int>, where fits: (String) -> Bool) -> Reading? {
        for index in range where fits(row.tokens[index].text) {
            return Reading(value: trimmed(row.tokens[index].text), tokens: index..<index + 1)
        }
        return nil
    }

    private func phone(_ row: Row, _ range: Range<Int>, _ start: Int) -> Reading? {
        var end = start
        var digits = 0
        while end < range.upperBound {
            let text = row.tokens[end].text
            guard text.allSatisfy({ "+()/-.0123456789".contains($0) }) else { break }
            digits += text.utf8.lazy.filter { $0 >= 48 && $0 <= 57 }.count
            end += 1
        }
        guard (6...15).contains(digits) else { return nil }
        return Reading(value: row.text(start..<end), tokens: start..<end)
    }

    private func text(_ row: Row, _ range: Range<Int>) -> Reading? {
        let segment = row.segments[row.segment(of: range.lowerBound)]
        let tokens = range.lowerBound..<min(range.upperBound, segment.upperBound)
        let text = trimmed(row.text(tokens))
        return text.isEmpty ? nil : Reading(value: text, tokens: tokens)
    }
}
