import Foundation

/// Precision, recall and F1 of a count, each rounded to four digits.
package struct Figures: Hashable, Sendable, Encodable {
    package var truth: Int
    package var predicted: Int
    package var correct: Int
    package var precision: Double
    package var recall: Double
    package var f1: Double

    init(_ count: ScoredDocument.Count) {
        truth = count.truth
        predicted = count.predicted
        correct = count.correct
        let exactPrecision = count.predicted > 0 ? Double(count.correct) / Double(count.predicted) : 0
        let exactRecall = count.truth > 0 ? Double(count.correct) / Double(count.truth) : 0
        let sum = exactPrecision + exactRecall
        precision = rounded(exactPrecision)
        recall = rounded(exactRecall)
        f1 = rounded(sum > 0 ? 2 * exactPrecision * exactRecall / sum : 0)
    }
}

/// What a group of documents adds up to.
package struct Tally: Hashable, Sendable, Encodable {
    package struct AllRight: Hashable, Sendable, Encodable {
        package var documents: Int
        package var rate: Double
    }

    package private(set) var documents = 0
    package private(set) var missing = 0
    private var headersRight = 0
    private var counts: [String: ScoredDocument.Count] = [:]
    private var itemCount = ScoredDocument.Count()
    package private(set) var itemDocuments = 0
    package private(set) var itemDocumentsRight = 0

    package mutating func add(_ document: ScoredDocument) {
        documents += 1
        missing += document.isMissing ? 1 : 0
        headersRight += document.headerIsRight ? 1 : 0
        for (name, count) in document.fields { counts[name, default: .init()] += count }
        guard let items = document.items else { return }
        itemCount += items
        itemDocuments += 1
        itemDocumentsRight += items.truth == items.predicted && items.predicted == items.correct ? 1 : 0
    }

    /// All fields of all documents in one count.
    package var micro: Figures {
        Figures(counts.values.reduce(into: ScoredDocument.Count()) { $0 += $1 })
    }

    package var lineItems: Figures { Figures(itemCount) }

    package var allRight: AllRight {
        AllRight(
            documents: headersRight, rate: documents > 0 ? rounded(Double(headersRight) / Double(documents)) : 0)
    }

    /// Known fields in their own order, then others by name.
    package var fields: [(name: String, figures: Figures)] {
        let known = Comparison.fields.map(\.name)
        let others = counts.keys.filter { !known.contains($0) }.sorted()
        return (known + others).compactMap { name in counts[name].map { (name, Figures($0)) } }
    }

    private enum Key: String, CodingKey {
        case documents, micro, fields
        case missing = "missing_predictions"
        case allRight = "all_header_fields_right"
        case lineItems = "line_items"
    }

    private struct Items: Encodable {
        var figures: Figures
        var documents: Int
        var right: Int
        enum Key: String, CodingKey {
            case documents
            case right = "documents_all_right"
        }
        func encode(to encoder: any Encoder) throws {
            try figures.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(documents, forKey: .documents)
            try container.encode(right, forKey: .right)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(documents, forKey: .documents)
        try container.encode(missing, forKey: .missing)
        try container.encode(micro, forKey: .micro)
        try container.encode(allRight, forKey: .allRight)
        try container.encode(
            Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.figures) }), forKey: .fields)
        try container.encode(
            Items(figures: lineItems, documents: itemDocuments, right: itemDocumentsRight), forKey: .lineItems)
    }
}

/// To four digits, as Python's `round(x, 4)`: from the exact binary value, half to even.
func rounded(_ value: Double) -> Double { Double(String(format: "%.4f", value)) ?? value }
