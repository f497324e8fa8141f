package import Invoicing

/// A number as printed, with what stood beside it.
package struct PrintedNumber: Hashable, Sendable {
    package var value: Number
    /// Digits behind the decimal sign as printed.
    package var decimals: Int
    /// ISO 4217 code told by a symbol or code beside it; `nil` when none.
    package var currency: String?
    package var isPercent: Bool
    /// Index of the row in the layout, and the tokens that make it.
    package var row: Int
    package var tokens: Range<Int>
    package var box: Box

    /// Printed like money: two decimals (or more), or a currency beside it.
    package var looksLikeMoney: Bool { !isPercent && (decimals == 2 || currency != nil || decimals == 3) }
}

/// Which sign the document writes before decimals.
package enum DecimalSign: UInt8, Sendable {
    case comma = 44
    case point = 46
}

/// Reads numbers out of rows. The decimal sign is the document's, found by ``decimalSign(of:)``, not a setting.
package struct NumberReader: Sendable {
    package var sign: DecimalSign

    package init(_ layout: Layout) { sign = Self.decimalSign(of: layout) }
    package init(sign: DecimalSign) { self.sign = sign }

    /// Votes: every token that ends in a sign and two digits, and is no date, speaks for its sign. Where none does,
    /// "2.287,-" and "6,5" do.
    static func decimalSign(of layout: Layout) -> DecimalSign {
        var comma = 0
        var point = 0
        var fewer = (comma: 0, point: 0)
        for row in layout.rows {
            for token in row.tokens where token.hasDigit {
                let bytes = Self.numeric(token.text)
                if let sign = Self.hint(token.text, bytes) {
                    if sign == .comma { fewer.comma += 1 } else { fewer.point += 1 }
                }
                guard bytes.count >= 4 else { continue }
                let mark = bytes[bytes.count - 3]
                guard isDigit(bytes[bytes.count - 1]), isDigit(bytes[bytes.count - 2]), isDigit(bytes[bytes.count - 4])
                else { continue }
                let same = bytes.lazy.filter { $0 == mark }.count
                guard same == 1 else { continue }
                if mark == DecimalSign.comma.rawValue { comma += 1 }
                if mark == DecimalSign.point.rawValue { point += 1 }
            }
        }
        if comma == 0, point == 0 { return fewer.comma > fewer.point ? .comma : .point }
        return comma > point ? .comma : .point
    }

    /// What a number without two decimals tells: the sign before a dash, before one digit, or the other one than groups.
    private static func hint(_ text: String, _ bytes: [UInt8]) -> DecimalSign? {
        if let digit = text.utf8.lastIndex(where: isDigit) {
            let behind = text[text.utf8.index(after: digit)...]
            if behind.count <= 3, behind.hasPrefix(",-") || behind.hasPrefix(",–") || behind.hasPrefix(",—") {
                return .comma
            }
            if behind.count <= 3, behind.hasPrefix(".-") || behind.hasPrefix(".–") || behind.hasPrefix(".—") {
                return .point
            }
        }
        let marks = bytes.indices.filter { bytes[$0] == 44 || bytes[$0] == 46 }
        guard bytes.allSatisfy({ isDigit($0) || $0 == 44 || $0 == 46 }), let first = marks.first, let last = marks.last,
            Set(marks.map { bytes[$0] }).count == 1
        else { return nil }
        if marks.count == 1, last == bytes.count - 2 { return bytes[last] == 44 ? .comma : .point }
        let isGrouped = marks.count > 1 && first <= 3 && zip(marks, marks.dropFirst()).allSatisfy { $1 - $0 == 4 }
        return isGrouped && last == bytes.count - 4 ? (bytes[last] == 44 ? .point : .comma) : nil
    }

    /// All numbers of a row, left to right, none overlapping another.
    package func numbers(in row: Row, at index: Int) -> [PrintedNumber] {
        var result: [PrintedNumber] = []
        var position = 0
        while position < row.tokens.count {
            if let number = number(in: row, at: index, from: position) {
                result.append(number)
                position = number.tokens.upperBound
            } else {
                position += 1
            }
        }
        return result
    }

    private func number(in row: Row, at index: Int, from start: Int) -> PrintedNumber? {
        var first = start
        var negative = false
        var currency: String?
        // Detached sign or currency before the digits.
        while first < row.tokens.count, !row.tokens[first].hasDigit {
            let text = row.tokens[first].text
            if Self.isMinus(text) {
                negative = true
            } else if text == "(" {
                negative = true
            } else if let code = CurrencyMarks.code(text) {
                currency = code
            } else {
                return nil
            }
            first += 1
            guard first < row.tokens.count, isClose(row, first - 1, first, ems: 4) else { return nil }
        }
        guard first < row.tokens.count, let core = Core(row.tokens[first].text) else { return nil }
        if negative, currency == nil, first > start, !core.hasSeparator, core.currency == nil { return nil }
        var end = first + 1
        var digits = core
        if row.tokens[first].source == .ocr, end < row.tokens.count, isClose(row, first, end, ems: 1.2),
            let whole = Core.rejoined(row.tokens[first].text, row.tokens[end].text)
        {
            digits = whole
            end += 1
        }
        // "1 234,56": groups of three printed apart.
        while digits.canBeHead, end < row.tokens.count, isGrouping(row, end - 1, end),
            let next = Core(row.tokens[end].text), next.isGroup, !next.negative,
            row.segment(of: end) == row.segment(of: end - 1)
        {
            guard next.hasSeparator || digits.joined || nextIsGroupEnd(row, end) else { break }
            digits.join(next)
            end += 1
        }
        guard let value = digits.value(sign: sign) else { return nil }
        var isPercent = digits.isPercent
        currency = digits.currency ?? currency
        if end < row.tokens.count, isClose(row, end - 1, end, ems: 4), !row.tokens[end].hasDigit {
            let text = row.tokens[end].text
            if text == "%" || text.hasPrefix("%") {
                isPercent = true
                end += 1
            } else if let code = CurrencyMarks.code(text), currency == nil || currency == code,
                isClose(row, end - 1, end, ems: 2)
            {
                currency = code
                end += 1
            } else if Self.isMinus(text), isClose(row, end - 1, end, ems: 0.6) {
                negative = true
                end += 1
            }
        }
        let printed = digits.negative != negative ? -value.value : value.value
        return PrintedNumber(
            value: printed, decimals: value.decimals, currency: currency, isPercent: isPercent, row: index,
            tokens: start..<end, box: row.box(first..<max(first + 1, min(end, row.tokens.count))))
    }

    /// "12 345" without decimals counts as one number only when both parts stand in one tight group of three digits.
    private func nextIsGroupEnd(_ row: Row, _ index: Int) -> Bool {
        guard let next = Core(row.tokens[index].text), next.isGroup else { return false }
        return index + 1 < row.tokens.count && CurrencyMarks.code(row.tokens[index + 1].text) != nil
    }

    /// A space as between the groups of one number: half an em, or a character where all are equally wide.
    private func isGrouping(_ row: Row, _ left: Int, _ right: Int) -> Bool {
        let next = row.tokens[right]
        let character = next.box.width / Double(max(1, next.text.count))
        let gap = next.box.x - row.tokens[left].box.right
        return gap <= max(0.45 * max(4, min(row.tokens[left].box.height, next.box.height)), 1.15 * character)
    }

    private func isClose(_ row: Row, _ left: Int, _ right: Int, ems: Double) -> Bool {
        let gap = row.tokens[right].box.x - row.tokens[left].box.right
        return gap <= ems * max(4, min(row.tokens[left].box.height, row.tokens[right].box.height))
    }

    static func isMinus(_ text: String) -> Bool { text == "-" || text == "−" || text == "–" || text == "./." }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    /// The token's digits and signs, without currency and brackets around them.
    private static func numeric(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        while let last = bytes.last, !isDigit(last) { bytes.removeLast() }
        while let first = bytes.first, !isDigit(first) { bytes.removeFirst() }
        return bytes
    }
}
