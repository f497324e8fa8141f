import Invoicing

/// The total of a till receipt: the amount most of its lines of sums speak for.
///
/// Labels alone mislead here: totals of quantities, of taxes and before rounding stand beside it, recognition spoils
/// words, and what was handed over is larger. So each line speaks for a value with the weight of its words, and what
/// cash less change, base plus tax and rounding give is counted as said once more.
struct ReceiptTotal {
    let view: DocumentView

    struct Vote {
        var weight: Double
        var row: Int
        var tokens: Range<Int>
        var label: String?
        var reason: String
    }

    init(_ view: DocumentView) { self.view = view }

    /// - Returns: `nil` when nothing speaks clearly for a value other than the one known.
    func field(instead known: Field?) -> Field? {
        let ranked = ranked()
        guard let best = ranked.first, known == nil || best.score >= 0.6 else { return nil }
        let second = ranked.dropFirst().first?.score ?? 0
        let top = best.votes.max { ($0.weight, $1.row) < ($1.weight, $0.row) }
        guard let top else { return nil }
        let text = best.value.text()
        if let known, known.value == text, known.confidence >= 0.9 { return nil }
        let row = view.rows[top.row]
        return Field(
            text, confidence: max(0.3, min(0.97, 0.55 + 0.3 * (best.score - second))),
            evidence: Evidence(
                source: row.tokens[top.tokens.lowerBound].source, page: row.page, box: row.box(top.tokens),
                printed: row.text(top.tokens), label: top.label,
                reason: best.votes.map(\.reason).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                    .joined(separator: "; "),
                rejected: ranked.dropFirst().prefix(4).compactMap { entry in
                    guard let vote = entry.votes.first else { return nil }
                    let row = view.rows[vote.row]
                    return Alternative(
                        value: entry.value.text(), page: row.page, box: row.box(vote.tokens),
                        score: (entry.score * 1000).rounded() / 1000)
                }))
    }

    /// Values with their votes, the likeliest first.
    func ranked() -> [(value: Number, score: Double, votes: [Vote])] {
        var votes: [Number: [Vote]] = [:]
        let sums = sumRows()
        for (position, sum) in sums.enumerated() {
            let weight = weight(of: sum, after: sums[..<position])
            if weight > 0 { add(weight, sum.value, sum, "\(sum.kind)", &votes) }
        }
        addTendered(sums, &votes)
        addTaxed(&votes)
        addRounded(sums, &votes)
        if votes.isEmpty { addLargest(&votes) }
        let items = itemAmounts(besides: sums)
        return
            votes.map { value, all in
                // A total is seldom less than what one item costs: taxes and savings are.
                let isSmall = items.contains { $0 > value }
                let sum = all.map(\.weight).sorted(by: >).prefix(5).reduce(0, +)
                return (value, sum - (isSmall ? 0.5 : 0), all)
            }
            .filter { $0.0.units > 0 }
            .sorted { ($0.1, $0.0) > ($1.1, $1.0) }
    }

    // MARK: Lines of sums

    enum Kind { case total, part, sub, tax, cash, change, card, rounding, other }

    struct Sum {
        var kind: Kind
        var isFinal: Bool
        var value: Number
        var row: Int
        var tokens: Range<Int>
        var label: String
        /// The recognizer's confidence in the amount, 0...1.
        var confidence: Double
    }

    private func sumRows() -> [Sum] {
        var sums: [Sum] = []
        for index in view.rows.indices {
            let row = view.rows[index]
            guard let number = view.numbers[index].last(where: \.isSum) else {
                // The amount of a label at the left may have slipped to the next line.
                guard let slipped = slipped(below: index) else { continue }
                sums.append(slipped)
                continue
            }
            let words = row.tokens[..<number.tokens.lowerBound]
            let behind = row.tokens[number.tokens.upperBound...]
            guard words.contains(where: { $0.hasLetter }) || behind.count <= 1 else { continue }
            let (kind, isFinal) = Self.kind(words)
            guard kind != .other, !(kind == .total && isTaxTable(index)) else { continue }
            sums.append(sum(kind, isFinal, number, label: words))
        }
        return sums
    }

    /// "TOTAL 106.57 6.33": the foot of a table of taxes, whose last column is the tax.
    private func isTaxTable(_ row: Int) -> Bool {
        let money = view.numbers[row].filter(\.isSum)
        guard money.count >= 2 else { return false }
        let (before, last) = (money[money.count - 2].value, money[money.count - 1].value)
        return last.units * 10 < before.units * 3
    }

    /// What items cost, as far as lines without a word of sums tell.
    private func itemAmounts(besides sums: [Sum]) -> [Number] {
        let last = sums.first { $0.kind == .total || $0.kind == .sub }?.row ?? 0
        return view.rows.indices.prefix(last).flatMap { index -> [Number] in
            let numbers = view.numbers[index].filter(\.isSum)
            guard let first = numbers.first, !sums.contains(where: { $0.row == index }),
                view.rows[index].tokens[..<first.tokens.lowerBound].contains(where: \.hasLetter),
                Self.kind(view.rows[index].tokens[..<first.tokens.lowerBound]).kind == .other
            else { return [] }
            return [numbers[numbers.count - 1].value]
        }
    }

    private func slipped(below index: Int) -> Sum? {
        let row = view.rows[index]
        guard row.tokens.count <= 4, index + 1 < view.rows.count else { return nil }
        let (kind, isFinal) = Self.kind(row.tokens[...])
        guard kind == .total, let number = view.numbers[index + 1].last(where: \.isSum),
            view.rows[index + 1].tokens.allSatisfy({ !$0.hasLetter || $0.key.utf8.count <= 3 }),
            view.rows[index + 1].box.y - row.box.bottom < 1.5 * row.box.height
        else { return nil }
        return sum(kind, isFinal, number, label: row.tokens[...])
    }

    private func sum(_ kind: Kind, _ isFinal: Bool, _ number: PrintedNumber, label: ArraySlice<Token>) -> Sum {
        let tokens = view.rows[number.row].tokens[number.tokens]
        return Sum(
            kind: kind, isFinal: isFinal, value: number.value.magnitude, row: number.row, tokens: number.tokens,
            label: label.map(\.text).joined(separator: " "),
            confidence: tokens.lazy.compactMap(\.confidence).min() ?? 1)
    }

    /// What the words before an amount call it.
    static func kind(_ words: ArraySlice<Token>) -> (kind: Kind, isFinal: Bool) {
        func says(_ book: WordBook) -> Bool { book.contains(anyOf: words) }
        let isFinal = says(ReceiptWords.final)
        let isTotal = says(ReceiptWords.total) || (isFinal && says(ReceiptWords.amount))
        if says(ReceiptWords.sub) { return (.sub, false) }
        if says(ReceiptWords.discount) { return (.part, false) }
        if says(ReceiptWords.change) { return (.change, false) }
        if isTotal {
            if says(ReceiptWords.count), !isFinal { return (.part, false) }
            if says(ReceiptWords.exclusive) { return (.part, false) }
            if says(ReceiptWords.tax) {
                // "Total included GST @ 6 %" is the tax; "Total incl. GST" is the total.
                let hasRate = words.contains { $0.text.holds("%") || $0.text.holds("@") }
                if hasRate || !says(ReceiptWords.inclusive) { return (.tax, false) }
            }
            return (.total, isFinal)
        }
        if says(ReceiptWords.rounding) { return (.rounding, false) }
        if says(ReceiptWords.cash) { return (.cash, false) }
        if says(ReceiptWords.card) { return (.card, false) }
        if says(ReceiptWords.tax) { return (.tax, false) }
        if words.count <= 3, says(ReceiptWords.amount) { return (.total, false) }
        return (.other, false)
    }

    private func weight(of sum: Sum, after earlier: ArraySlice<Sum>) -> Double {
        var weight: Double
        switch sum.kind {
        case .total:
            weight = sum.isFinal ? 1.1 : 0.95
            // What comes later has discounts, service and rounding in it; unless cash was counted already.
            let before = earlier.filter { $0.kind == .total }
            if !before.isEmpty, !earlier.contains(where: { $0.kind == .change }) { weight += 0.08 }
            let row = view.rows[sum.row]
            if row.tokens[sum.tokens].contains(where: { $0.size > view.layout.textSize * 1.4 }) { weight += 0.2 }
        case .card: weight = 0.6
        case .cash: weight = 0.35
        case .sub: weight = 0.3
        default: return 0
        }
        return weight * (0.6 + 0.4 * sum.confidence)
    }

    // MARK: Arithmetic

    /// Cash less change.
    private func addTendered(_ sums: [Sum], _ votes: inout [Number: [Vote]]) {
        for (position, cash) in sums.enumerated() where cash.kind == .cash || cash.kind == .card {
            guard let change = sums[(position + 1)...].prefix(4).first(where: { $0.kind == .change }) else { continue }
            let total = cash.value - change.value
            // Another line has to say it, or the sum is only as good as both readings.
            let isKnown = votes[total] != nil || isPrinted(total)
            add(isKnown ? 0.85 : 0.2, total, cash, "cash less change", &votes)
            if change.value.units > 0 { votes[cash.value]?.removeAll { $0.row == cash.row && $0.reason == "cash" } }
        }
    }

    /// A summary of taxes: base and tax side by side add up to a total that another line says.
    private func addTaxed(_ votes: inout [Number: [Vote]]) {
        var sum = Number.zero
        var rows = 0
        for numbers in view.numbers {
            let money = numbers.filter(\.isSum)
            guard money.count >= 2 else { continue }
            if money.count >= 3 {
                // Base, tax and what they come to, side by side.
                let (base, tax, whole) = (money[money.count - 3], money[money.count - 2], money[money.count - 1])
                if tax.value.units > 0, base.value > tax.value, base.value + tax.value == whole.value {
                    votes[whole.value, default: []].append(
                        Vote(
                            weight: 0.6, row: whole.row, tokens: whole.tokens, label: nil,
                            reason: "base and tax side by side"))
                    continue
                }
            }
            let (base, tax) = (money[money.count - 2], money[money.count - 1])
            guard base.value > tax.value, tax.value.units > 0 else { continue }
            let ratio = Double(tax.value.units) / Double(base.value.units)
            guard (0.02...0.28).contains(ratio) else { continue }
            support(base.value + tax.value, "base and tax", &votes)
            sum = sum + base.value + tax.value
            rows += 1
        }
        if rows > 1 { support(sum, "bases and taxes", &votes) }
    }

    /// Values within rounding of one that arithmetic gives count as said once more.
    private func support(_ value: Number, _ reason: String, _ votes: inout [Number: [Vote]]) {
        for known in votes.keys.sorted() where known.isNear(value, cents: 5) {
            guard var vote = votes[known]?.first else { continue }
            (vote.weight, vote.reason) = (0.4, reason)
            votes[known]?.append(vote)
        }
    }

    /// Of two totals that differ by the printed rounding, the later one is paid.
    private func addRounded(_ sums: [Sum], _ votes: inout [Number: [Vote]]) {
        for rounding in sums where rounding.kind == .rounding {
            let value = rounding.value
            guard value.units > 0, value.units <= Number.one / 2 else { continue }
            for known in votes.keys.sorted() {
                for other in [known + value, known - value] where votes[other] != nil {
                    // The paid one is a multiple of five hundredths, the other is not.
                    guard other.units % 500 == 0, known.units % 500 != 0, let first = votes[other]?.first else {
                        continue
                    }
                    votes[other]?.append(
                        Vote(
                            weight: 0.9, row: first.row, tokens: first.tokens, label: first.label,
                            reason: "after rounding"))
                }
            }
        }
    }

    /// Where no line of sums could be read, the largest amount is the likeliest total.
    private func addLargest(_ votes: inout [Number: [Vote]]) {
        let largest = view.numbers.joined().filter(\.isSum).max { $0.value < $1.value }
        guard let largest else { return }
        votes[largest.value] = [
            Vote(weight: 0.1, row: largest.row, tokens: largest.tokens, label: nil, reason: "largest amount")
        ]
    }

    private func isPrinted(_ value: Number) -> Bool {
        view.numbers.contains { row in row.contains { $0.value == value } }
    }

    private func add(_ weight: Double, _ value: Number, _ sum: Sum, _ reason: String, _ votes: inout [Number: [Vote]]) {
        votes[value, default: []].append(
            Vote(weight: weight, row: sum.row, tokens: sum.tokens, label: sum.label, reason: reason))
    }
}

extension PrintedNumber {
    /// Printed as sums on receipts are: with two decimals, or a currency beside it.
    fileprivate var isSum: Bool { !isPercent && (decimals == 2 || currency != nil && decimals != 3) }
}
