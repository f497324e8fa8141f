/// One document's prediction held against its truth.
package struct ScoredDocument: Hashable, Sendable {
    /// How often a thing was there, was predicted, and was predicted rightly.
    package struct Count: Hashable, Sendable {
        package var truth = 0
        package var predicted = 0
        package var correct = 0

        static func += (left: inout Count, right: Count) {
            left.truth += right.truth
            left.predicted += right.predicted
            left.correct += right.correct
        }
    }

    /// A field that is wrong or missing; truth is `null` for fields known not to be on the document.
    package struct Fault: Hashable, Sendable, Encodable {
        package var field: String
        package var truth: JSONValue
        package var predicted: JSONValue
    }

    /// A predicted value whose field's truth is known, with the confidence it was given.
    package struct Judged: Hashable, Sendable {
        package var field: String
        /// 0...1; `nil` when the prediction names none.
        package var confidence: Double?
        package var isRight: Bool
    }

    package var fields: [String: Count] = [:]
    /// `nil` when the truth knows no line items.
    package var items: Count?
    package var isMissing: Bool
    package var headerIsRight: Bool
    package var faults: [Fault] = []
    /// Every predicted value of `fields`; a field that was left out has none.
    package var judged: [Judged] = []

    /// - Parameter prediction: `nil` when there is none; counts as every field missing.
    package init(truth: JSONValue, prediction: JSONValue?) {
        let guess: JSONValue
        if case .object? = prediction { guess = prediction ?? .null } else { guess = .null }
        isMissing = guess == .null
        headerIsRight = !isMissing
        scoreFields(of: truth, guess)
        scoreAbsent(of: truth, guess)
        if let expected = truth["line_items"]?.items, !expected.isEmpty {
            let predicted = Self.lineItems(of: guess)
            items = Count(
                truth: expected.count, predicted: predicted.count, correct: Self.pairs(expected, predicted))
        }
    }

    private mutating func scoreFields(of truth: JSONValue, _ guess: JSONValue) {
        guard case .object(let expected)? = truth["fields"] else { return }
        for (name, value) in expected.sorted(by: { $0.key < $1.key }) where value != .null {
            let predicted = Self.field(name, of: guess)
            let right = predicted.map { Comparison.of(name).matches(value, $0) } ?? false
            fields[name] = Count(truth: 1, predicted: predicted == nil ? 0 : 1, correct: right ? 1 : 0)
            if predicted != nil { judge(name, of: guess, isRight: right) }
            if !right { note(Fault(field: name, truth: value, predicted: predicted ?? .null)) }
        }
    }

    private mutating func scoreAbsent(of truth: JSONValue, _ guess: JSONValue) {
        for case .text(let name) in truth["absent"]?.items ?? [] where fields[name] == nil {
            guard let predicted = Self.field(name, of: guess) else { continue }
            fields[name] = Count(truth: 0, predicted: 1, correct: 0)
            judge(name, of: guess, isRight: false)
            note(Fault(field: name, truth: .null, predicted: predicted))
        }
    }

    private mutating func judge(_ name: String, of guess: JSONValue, isRight: Bool) {
        let holder = guess["fields"]?[name] ?? guess[name]
        judged.append(Judged(field: name, confidence: holder?["confidence"]?.number, isRight: isRight))
    }

    private mutating func note(_ fault: Fault) {
        headerIsRight = false
        faults.append(fault)
    }
}

extension ScoredDocument {
    /// A field stands under `fields` or at top level, plain or as `{"value": ...}`.
    private static func field(_ name: String, of prediction: JSONValue) -> JSONValue? {
        if let inner = prediction["fields"]?[name] { return unwrapped(inner) }
        return unwrapped(prediction[name])
    }

    private static func unwrapped(_ value: JSONValue?) -> JSONValue? {
        guard let value else { return nil }
        switch value {
        case .null, .list: return nil
        case .object(let members):
            switch members["value"] {
            case .object?, .list?, nil: return nil
            case let inner?: return unwrapped(inner)
            }
        case .text(let text): return Normal.stripped(text).isEmpty ? nil : value
        case .bool, .whole, .number: return value
        }
    }

    private static func lineItems(of prediction: JSONValue) -> [JSONValue] {
        var found = prediction["line_items"] ?? .null
        if found == .null { found = prediction["fields"]?["line_items"] ?? .null }
        if case .object = found { found = found["value"] ?? .null }
        return (found.items ?? []).filter {
            if case .object = $0 { true } else { false }
        }
    }

    /// True items that have a predicted item of their own: best similarity first, each used once.
    private static func pairs(_ expected: [JSONValue], _ predicted: [JSONValue]) -> Int {
        var candidates: [(similarity: Double, truth: Int, guess: Int)] = []
        for (i, item) in expected.enumerated() {
            for (j, guess) in predicted.enumerated() {
                guard let amount = unwrapped(guess["net_amount"]),
                    Comparison.amount.matches(item["net_amount"] ?? .null, amount)
                else { continue }
                let similarity = Comparison.descriptionSimilarity(
                    orEmpty(item["description"]), orEmpty(unwrapped(guess["description"])))
                if similarity >= Comparison.descriptionThreshold { candidates.append((similarity, i, j)) }
            }
        }
        var (usedTruths, usedGuesses): (Set<Int>, Set<Int>) = ([], [])
        for (_, i, j) in candidates.sorted(by: {
            (-$0.similarity, $0.truth, $0.guess) < (-$1.similarity, $1.truth, $1.guess)
        })
        where !usedTruths.contains(i) && !usedGuesses.contains(j) {
            usedTruths.insert(i)
            usedGuesses.insert(j)
        }
        return usedTruths.count
    }

    private static func orEmpty(_ value: JSONValue?) -> JSONValue {
        guard let value, value.isTruthy else { return .text("") }
        return value
    }
}
