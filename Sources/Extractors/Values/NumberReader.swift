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

    /// Votes: every token that ends in a sign and two digits, and is no date, speaks for its sign.
    static func decimalSign(of layout: Layout) -> DecimalSign {
        var comma = 0
        var point = 0
        for row in layout.rows {
            for token in row.tokens where token.hasDigit {
                let bytes = Self.numeric(token.text)
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
        return comma > point ? .comma : .point
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
            let whole = Core.rejoined(row.tokens[first].text, row.tokens[end].text) {
            digits = whole
            end += 1
        }
        // "1 234,56": groups of three printed apart.
        while digits.canBeHead, end < row.tokens.count, isClose(row, end - 1, end, ems: 0.45),
            let next = Core(row.tokens[end].text), next.isGroup, !next.negative, row.segment(of: end) == row.segment(of: end - 1)
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
                isClose(row, end - 1, end, ems: 2) {
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

extension NumberReader {
    /// The digits of one token: `"€1.234,56-"` → digits `1.234,56`, negative, EUR.
    struct Core {
        var body: [UInt8] = []
        var negative = false
        var currency: String?
        var isPercent = false
        /// Whether groups of following tokens were joined to it.
        var joined = false

        /// - Returns: `nil` when the token is not a number with at most a sign, a currency or brackets around it.
        init?(_ text: String) {
            var scalars = Substring(text).unicodeScalars
            var sawBracket = false
            func dropLeading() -> Bool {
                guard let first = scalars.first, !("0"..."9").contains(first) else { return false }
                if first == "(" {
                    sawBracket = true
                } else if first == "-" || first == "−" || first == "–" {
                    negative.toggle()
                } else if first == "+" || first == "=" || first == "*" {
                    // Marks without meaning for the value.
                } else {
                    // A currency in front: the longest known mark.
                    for length in [3, 2, 1] where scalars.count > length {
                        let head = String(String.UnicodeScalarView(scalars.prefix(length)))
                        if let code = CurrencyMarks.code(head), currency == nil {
                            currency = code
                            scalars = scalars.dropFirst(length)
                            return true
                        }
                    }
                    return false
                }
                scalars = scalars.dropFirst()
                return true
            }
            while dropLeading() {}
            func dropTrailing() -> Bool {
                guard let last = scalars.last, !("0"..."9").contains(last) else { return false }
                if last == ")" {
                    if sawBracket { negative = true }
                } else if last == "-" || last == "−" || last == "–" {
                    // "12,-" is twelve, "12-" is minus twelve.
                    let before = scalars.dropLast().last
                    if before == "," || before == "." { scalars = scalars.dropLast() } else { negative.toggle() }
                } else if last == "%" {
                    isPercent = true
                } else if last == "*" || last == "," || last == "." || last == ";" || last == "'" {
                    // Marks without meaning for the value.
                } else {
                    for length in [3, 2, 1] where scalars.count > length {
                        let tail = String(String.UnicodeScalarView(scalars.suffix(length)))
                        if let code = CurrencyMarks.code(tail), currency == nil {
                            currency = code
                            scalars = scalars.dropLast(length)
                            return true
                        }
                        if tail.uppercased() == "CR", length == 2 {
                            negative = true
                            scalars = scalars.dropLast(2)
                            return true
                        }
                    }
                    return false
                }
                scalars = scalars.dropLast()
                return true
            }
            while dropTrailing() {}
            var bytes: [UInt8] = []
            for scalar in scalars {
                switch scalar {
                case "0"..."9", ",", ".": bytes.append(UInt8(scalar.value))
                case "'", "’", "`", "´": bytes.append(UInt8(ascii: "'"))
                case "\u{A0}", "\u{202F}", "\u{2009}": bytes.append(UInt8(ascii: "'"))
                default: return nil
                }
            }
            guard let first = bytes.first, let last = bytes.last, Self.isDigit(first), Self.isDigit(last),
                bytes.count <= 20
            else { return nil }
            body = bytes
        }

        /// An amount that recognition cut at its decimal sign: `6.` `00`, `367` `,10`.
        static func rejoined(_ left: String, _ right: String) -> Core? {
            let (head, tail) = (Array(left.utf8), Array(right.utf8))
            guard let last = head.last, let first = tail.first else { return nil }
            let isSign: (UInt8) -> Bool = { $0 == 44 || $0 == 46 }
            let isCutBehind = isSign(last) && head.dropLast().last.map(isDigit) == true && tail.count == 2
                && tail.allSatisfy(isDigit)
            let isCutBefore = isDigit(last) && isSign(first) && tail.count == 3 && tail.dropFirst().allSatisfy(isDigit)
            return isCutBehind || isCutBefore ? Core(left + right) : nil
        }

        static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
        var hasSeparator: Bool { body.contains { !Self.isDigit($0) } }
        /// One to three digits, to which groups of three may follow.
        var canBeHead: Bool {
            joined
                ? !body.contains(DecimalSign.comma.rawValue) && !body.contains(DecimalSign.point.rawValue)
                : body.count <= 3 && !hasSeparator && currency == nil || (currency != nil && body.count <= 3 && !hasSeparator)
        }
        /// Exactly three digits, with or without decimals behind them.
        var isGroup: Bool {
            guard body.count >= 3, body.prefix(3).allSatisfy(Self.isDigit) else { return false }
            if body.count == 3 { return true }
            return (body[3] == 44 || body[3] == 46) && body.count <= 6 && body.dropFirst(4).allSatisfy(Self.isDigit)
        }

        mutating func join(_ next: Core) {
            body.append(UInt8(ascii: "'"))
            body.append(contentsOf: next.body)
            currency = currency ?? next.currency
            isPercent = next.isPercent
            negative = negative || next.negative
            joined = true
        }

        /// - Returns: `nil` for what cannot be a number: `1.2.3`, `12,34,5`, dates.
        func value(sign: DecimalSign) -> (value: Number, decimals: Int)? {
            let lastComma = body.lastIndex(of: 44)
            let lastPoint = body.lastIndex(of: 46)
            let commas = body.lazy.filter { $0 == 44 }.count
            let points = body.lazy.filter { $0 == 46 }.count
            var mark: Int?
            if let lastComma, let lastPoint {
                mark = max(lastComma, lastPoint)
                guard (mark == lastComma ? commas : points) == 1 else { return nil }
            } else if let only = lastComma ?? lastPoint {
                let count = commas + points
                let behind = body.count - only - 1
                if count == 1 {
                    let isDocumentSign = body[only] == sign.rawValue
                    if behind == 3, !isDocumentSign, only <= 3 { mark = nil } else { mark = only }
                }
            }
            let whole = mark.map { body[..<$0] } ?? body[...]
            guard Self.isGrouped(whole) else { return nil }
            let fraction = mark.map { body[($0 + 1)...] } ?? []
            guard fraction.allSatisfy(Self.isDigit) else { return nil }
            var units: Int64 = 0
            var count = 0
            for byte in whole where Self.isDigit(byte) {
                count += 1
                // Longer runs of digits are numbers of accounts and terminals.
                guard count <= 12 else { return nil }
                units = units * 10 + Int64(byte - 48)
            }
            units *= Number.one
            var scale = Number.one / 10
            for byte in fraction.prefix(4) {
                units += Int64(byte - 48) * scale
                scale /= 10
            }
            return (Number(units: units), fraction.count)
        }

        /// Groups of three from the right, or of two and a last of three as in India; or no groups at all.
        private static func isGrouped(_ whole: ArraySlice<UInt8>) -> Bool {
            let groups = whole.split(omittingEmptySubsequences: false) { !isDigit($0) }
            guard groups.count > 1 else { return true }
            guard let last = groups.last, last.count == 3, let first = groups.first, (1...3).contains(first.count)
            else { return false }
            let inner = groups.dropFirst().dropLast()
            return inner.allSatisfy { $0.count == 3 } || (inner.allSatisfy { $0.count == 2 } && first.count <= 2)
        }
    }
}
