import Foundation
import Invoicing

/// Finds where an answer is printed, read by the same readers as every other value.
struct AnswerSpots {
    let view: DocumentView
    /// Whether amounts have decimals; where they have, a whole number is no amount.
    let hasMinorUnits: Bool

    /// In the order of reading; each value is the page's, never the answer's.
    func all(_ answer: String, _ rule: FieldRule) -> [TypedSpot] {
        switch rule.type {
        case .text, .name: return texts(answer)
        case .currency: return currencies(answer)
        case .address, .boolean, .code: return []
        case .date: return typed(rule.type) { $0 == answer || $1 == Self.squeezed(answer) }
        case .amount, .quantity, .percent: return numbers(answer, rule.type)
        default:
            let wanted = Self.squeezed(answer)
            return typed(rule.type) { Self.squeezed($0) == wanted || $1 == wanted }
        }
    }

    private func typed(_ type: ValueType, where fits: (_ value: String, _ printed: String) -> Bool) -> [TypedSpot] {
        TypedSpots(view: view).all(type).filter { fits($0.value, Self.squeezed(view.rows[$0.row].text($0.tokens))) }
    }

    private func numbers(_ answer: String, _ type: ValueType) -> [TypedSpot] {
        let canonical = Decimal(canonical: answer)
        let printed = Self.figures(answer)
        let found = TypedSpots(view: view).all(type).filter { type != .amount || isMoney($0) }
        let asPrinted = found.filter { Self.figures(view.rows[$0.row].text($0.tokens)) == printed }
        guard asPrinted.isEmpty, let canonical else { return asPrinted }
        return found.filter { Decimal(canonical: $0.value) == canonical }
    }

    private func isMoney(_ spot: TypedSpot) -> Bool {
        !hasMinorUnits
            || view.numbers[spot.row].contains { $0.tokens == spot.tokens && $0.looksLikeMoney }
    }

    /// Within one column: what is printed far apart belongs to nobody together.
    private func texts(_ answer: String) -> [TypedSpot] {
        PrintedText(view: view).all(answer).filter { spot in
            let row = view.rows[spot.row]
            return row.segment(of: spot.tokens.lowerBound) == row.segment(of: spot.tokens.upperBound - 1)
        }
    }

    private func currencies(_ answer: String) -> [TypedSpot] {
        guard let wanted = Currency(answer)?.code ?? CurrencyMarks.code(answer) else { return [] }
        return view.rows.enumerated().flatMap { index, row in
            row.tokens.indices.filter { Self.currency(row.tokens[$0].text) == wanted }.map {
                TypedSpot(value: wanted, row: index, tokens: $0..<$0 + 1)
            }
        }
    }

    /// Also of a sign that touches its amount: `€12.50`.
    private static func currency(_ text: String) -> String? {
        let marks = text.drop { "-−+(".contains($0) }.prefix { !$0.isNumber }
        let behind = text.reversed().prefix { !$0.isNumber }.reversed()
        return CurrencyMarks.code(text.trimmingEnds()) ?? CurrencyMarks.code(String(marks))
            ?? CurrencyMarks.code(String(behind))
    }

    private static func squeezed(_ text: String) -> String {
        var bare = text.filter { !$0.isWhitespace }[...]
        while let last = bare.last, ",.;:".contains(last) { bare = bare.dropLast() }
        return String(bare)
    }

    /// An amount's figures, signs and separators, without what stands around them.
    private static func figures(_ text: String) -> String {
        let bare = text.filter { !$0.isWhitespace }
        guard let first = bare.firstIndex(where: \.isNumber), let last = bare.lastIndex(where: \.isNumber) else {
            return ""
        }
        let isNegative =
            bare[..<first].contains { "-−–(".contains($0) } || bare[last...].contains { "-−–".contains($0) }
        return (isNegative ? "-" : "") + bare[first...last]
    }
}
