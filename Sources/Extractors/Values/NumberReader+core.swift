import Invoicing

extension NumberReader {
    /// The digits of one token: `"€1.234,56-"` → digits `1.234,56`, negative, EUR.
    struct Core {
        var body: [UInt8] = []
        var negative = false
        var currency: String?
        var isPercent = false
        /// Whether groups of following tokens were joined to it.
        var joined = false
        /// Whether a dash stands for the decimals: "2.287,-", "1'250.–". No sign within is a decimal one then.
        var isWhole = false

        /// - Returns: `nil` when the token is not a number with at most a sign, a currency or brackets around it.
        init?(_ text: String) {
            var scalars = Substring(text).unicodeScalars
            var sawBracket = false
            // "1,250/-" is Indian for "1,250 and no paise".
            if text.hasSuffix("/-") { scalars = scalars.dropLast(2) }
            // "(-)0.10" is how some books print a minus.
            if text.hasPrefix("(-)") {
                scalars = scalars.dropFirst(3)
                negative = true
            }
            func dropLeading() -> Bool {
                guard let first = scalars.first, !("0"..."9").contains(first) else { return false }
                if first == "(" {
                    sawBracket = true
                } else if first == "-" || first == "−" || first == "–" {
                    negative.toggle()
                } else if first == "+" || first == "=" || first == "*" || first == "." {
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
                } else if let whole = Self.withoutDashedDecimals(scalars) {
                    // "12,-" is twelve, "12-" is minus twelve.
                    scalars = whole
                    isWhole = true
                    return true
                } else if last == "-" || last == "−" || last == "–" {
                    negative.toggle()
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

        /// What stands before dashes in the place of decimals: `2.287,-`, `78,--`, `12.–`, `250:-`.
        /// - Returns: `nil` when no such dashes end it.
        private static func withoutDashedDecimals(_ scalars: Substring.UnicodeScalarView)
            -> Substring.UnicodeScalarView?
        {
            let dashes = scalars.reversed().prefix { "-−–—―".unicodeScalars.contains($0) }.count
            let rest = scalars.dropLast(dashes)
            guard (1...2).contains(dashes), let mark = rest.last, mark == "," || mark == "." || mark == ":" else {
                return nil
            }
            return rest.dropLast()
        }

        /// An amount that recognition cut at its decimal sign: `6.` `00`, `367` `,10`.
        static func rejoined(_ left: String, _ right: String) -> Core? {
            let (head, tail) = (Array(left.utf8), Array(right.utf8))
            guard let last = head.last, let first = tail.first else { return nil }
            let isSign: (UInt8) -> Bool = { $0 == 44 || $0 == 46 }
            let isCutBehind =
                isSign(last) && head.dropLast().last.map(isDigit) == true && tail.count == 2
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
                : body.count <= 3 && !hasSeparator && currency == nil
                    || (currency != nil && body.count <= 3 && !hasSeparator)
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
            isWhole = isWhole || next.isWhole
        }

        /// - Returns: `nil` for what cannot be a number: `1.2.3`, `12,34,5`, dates. Dashes for decimals count as two.
        func value(sign: DecimalSign) -> (value: Number, decimals: Int)? {
            let lastComma = body.lastIndex(of: 44)
            let lastPoint = body.lastIndex(of: 46)
            let commas = body.lazy.filter { $0 == 44 }.count
            let points = body.lazy.filter { $0 == 46 }.count
            var mark: Int?
            if isWhole {
                // "2.287,-": every sign groups.
            } else if let lastComma, let lastPoint {
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
            return (Number(units: units), isWhole ? 2 : fraction.count)
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
