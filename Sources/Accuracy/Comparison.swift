import Foundation

/// How a field's values are compared.
enum Comparison {
    case identifier, date, code, name, amount

    /// Names match from this token-set ratio on.
    static let nameThreshold = 0.90
    /// Descriptions of line items match from this similarity on.
    static let descriptionThreshold = 0.80
    /// Header fields that are scored, in the order of the tables.
    static let fields: [(name: String, comparison: Comparison)] = [
        ("invoice_number", .identifier), ("invoice_date", .date), ("due_date", .date), ("document_type", .code),
        ("currency", .code), ("supplier_name", .name), ("supplier_vat_id", .identifier),
        ("supplier_iban", .identifier), ("supplier_address", .name), ("customer_name", .name),
        ("customer_vat_id", .identifier), ("purchase_order", .identifier), ("net_total", .amount),
        ("tax_total", .amount), ("gross_total", .amount), ("amount_due", .amount),
    ]
    private static let byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.comparison) })

    /// Fields nobody listed are compared as names.
    static func of(_ field: String) -> Comparison { byName[field] ?? .name }

    /// - Parameter truth: One accepted value, or a list of them.
    func matches(_ truth: JSONValue, _ guess: JSONValue) -> Bool {
        alternatives(of: truth).contains { matchesOne($0, guess) }
    }

    private func matchesOne(_ truth: JSONValue, _ guess: JSONValue) -> Bool {
        switch self {
        case .date: Self.equal(Normal.date(truth), Normal.date(guess))
        case .identifier: Self.equal(Normal.identifier(truth), Normal.identifier(guess))
        case .code: Self.equal(Normal.code(truth), Normal.code(guess))
        case .name: Self.namesMatch(truth.spelled, guess.spelled)
        case .amount: Self.amountsMatch(truth, guess)
        }
    }

    private static func equal(_ truth: String?, _ guess: String?) -> Bool {
        truth.map { $0.unicodeScalars.elementsEqual(guess?.unicodeScalars ?? String.UnicodeScalarView()) } ?? false
    }

    private static func amountsMatch(_ truth: JSONValue, _ guess: JSONValue) -> Bool {
        guard let truth = Normal.amount(truth), let guess = Normal.amount(guess) else { return false }
        return abs(truth - guess) < Decimal(sign: .plus, exponent: -3, significand: 5)
    }

    private static func namesMatch(_ truth: String, _ guess: String) -> Bool {
        let (left, right) = (unspaced(truth), unspaced(guess))
        guard !left.isEmpty, !right.isEmpty else { return false }
        return left == right || tokenSetRatio(truth, guess) >= nameThreshold
    }

    /// Similarity 0...1 of the two complete, sorted sets of words: order does not count, but shared words alone do not
    /// give 1.
    static func tokenSetRatio(_ left: String, _ right: String) -> Double {
        let sorted = [left, right].map { text in
            Set(Normal.folded(text).split(separator: " ").map(String.init))
                .sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        }
        guard !sorted[0].isEmpty, !sorted[1].isEmpty else { return 0 }
        return sequenceRatio(sorted[0].joined(separator: " "), sorted[1].joined(separator: " "))
    }

    /// Similarity 0...1 of two descriptions: the whole texts, their words, their first lines, and the truth with an
    /// equally long beginning of the guess, which often carries on with the item's second line.
    static func descriptionSimilarity(_ truth: JSONValue, _ guess: JSONValue) -> Double {
        let guessed = guess.spelled
        let whole = unspaced(guessed)
        guard !whole.isEmpty else { return 0 }
        let firstOfGuess = unspaced(firstLine(guessed))
        var best = 0.0
        for value in alternatives(of: truth) {
            let text = value.spelled
            let wanted = unspaced(text)
            guard !wanted.isEmpty else { continue }
            let first = unspaced(firstLine(text))
            best = max(best, sequenceRatio(wanted, whole), tokenSetRatio(text, guessed))
            if !first.isEmpty, !firstOfGuess.isEmpty { best = max(best, sequenceRatio(first, firstOfGuess)) }
            let length = wanted.unicodeScalars.count
            if length >= 6, whole.unicodeScalars.count > length {
                best = max(best, sequenceRatio(wanted, String(whole.unicodeScalars.prefix(length))))
            }
        }
        return best
    }

    private static func unspaced(_ text: String) -> String { Normal.folded(text).replacing(" ", with: "") }

    private static func firstLine(_ text: String) -> String {
        let scalars = Normal.stripped(text).unicodeScalars
        return String(String.UnicodeScalarView(scalars.prefix { $0 != "\n" }))
    }
}

private func alternatives(of value: JSONValue) -> [JSONValue] { value.items ?? [value] }
