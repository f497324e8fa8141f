import Foundation
import Invoicing

/// How well an invoice line and an order line belong together, in points; 0 = they don't.
struct LineScore {
    /// Below this nothing but coincidence speaks for the pair.
    static let least = 300
    /// An equal product code or a stated order position is proof by itself.
    static let certain = 1000
    /// Equal words, an equal price and no more than was ordered: enough for a second invoice line to join the first.
    static let joining = 640

    private let positions: [String]
    private let codes: [String]
    private let words: OrderWords
    private let order: [OrderLine]
    /// Order lines of one unit and with the same packages are one kind: a unit is converted once for all of them.
    private let kinds: [Int]
    private let firstOfKind: [Int]

    init(_ order: [OrderLine]) {
        self.order = order
        positions = order.map { Self.position($0.line.position) }
        codes = order.map { MatchText.key($0.line.productCode ?? "") }
        words = OrderWords(order.map { MatchText.words($0.line.description) })
        var known: [Kind: Int] = [:]
        var first: [Int] = []
        kinds = order.indices.map { index in
            let kind = Kind(unit: order[index].line.unit, packages: order[index].line.packages ?? [])
            if let number = known[kind] { return number }
            known[kind] = first.count
            first.append(index)
            return first.count - 1
        }
        firstOfKind = first
    }

    private struct Kind: Hashable {
        var unit: String?
        var packages: [PurchaseOrder.Package]
    }

    func points(_ line: InvoiceFacts.Line) -> [Int] {
        let lineCodes = line.codes.map { MatchText.key($0) }
        let likeness = words.similarity(to: MatchText.words(line.description))
        // Quantity and price in the unit of each kind of order line.
        let amounts = firstOfKind.map { index -> Amounts in
            let ratio = order[index].line.ratio(from: line.unit) ?? .one
            return Amounts(
                price: line.unitPrice.map { ratio.price($0) }, quantity: line.quantity.map { ratio.quantity($0) })
        }
        return order.indices.map { index in
            points(line, codes: lineCodes, likeness: likeness[index], amounts[kinds[index]], with: index)
        }
    }

    private struct Amounts {
        var price: Decimal?
        var quantity: Decimal?
    }

    private func points(
        _ line: InvoiceFacts.Line, codes lineCodes: [String], likeness: Int, _ amounts: Amounts, with index: Int
    ) -> Int {
        let ordered = order[index].line
        var points = 0
        if let stated = line.orderPosition {
            points += Self.position(stated) == positions[index] ? Self.certain : -500
        }
        if !codes[index].isEmpty, !lineCodes.isEmpty {
            points += lineCodes.contains(codes[index]) ? Self.certain : -300
        }
        points += likeness * 400 / 1000
        // Nothing that prices can add would reach the least.
        guard points >= Self.least - 300 else { return 0 }
        let agrees = amountPoints(line, amounts, ordered)
        points += agrees
        guard points >= Self.least, likeness > 0 || points >= Self.certain || agrees >= 300 else { return 0 }
        if let position = line.position, Self.position(position) == positions[index] { points += 20 }
        return points
    }

    private func amountPoints(_ line: InvoiceFacts.Line, _ amounts: Amounts, _ ordered: PurchaseOrder.Line) -> Int {
        var points = 0
        if let price = amounts.price {
            if price == ordered.unitPrice {
                points += 200
            } else if abs(price - ordered.unitPrice) * 20 <= ordered.unitPrice {
                points += 100
            }
        } else if let net = line.net, abs(net) == ordered.netAmount {
            points += 200
        }
        if let quantity = amounts.quantity {
            if abs(quantity) == ordered.quantity {
                points += 100
            } else if abs(quantity) < ordered.quantity {
                points += 40
            }
        }
        return points
    }

    /// `"0010"` and `"10"` are one position.
    private static func position(_ text: String) -> String {
        let key = MatchText.key(text)
        let digits = key.drop { $0 == "0" }
        return digits.isEmpty ? key : String(digits)
    }
}

/// The words of all order lines, turned round: each word with the lines it stands in.
private struct OrderWords {
    private var lines: [String: [(line: Int, count: Int)]] = [:]
    private let lengths: [Int]

    init(_ words: [[String]]) {
        lengths = words.map(\.count)
        for (index, line) in words.enumerated() {
            for (word, count) in Self.counts(line) { lines[word, default: []].append((index, count)) }
        }
    }

    /// ``MatchText/similarity(_:_:)`` with every line at once.
    func similarity(to words: [String]) -> [Int] {
        var common = [Int](repeating: 0, count: lengths.count)
        for (word, count) in Self.counts(words) {
            for place in lines[word] ?? [] { common[place.line] += min(count, place.count) }
        }
        return lengths.indices.map { index in
            common[index] == 0 ? 0 : 2000 * common[index] / (words.count + lengths[index])
        }
    }

    private static func counts(_ words: [String]) -> [String: Int] {
        words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}

/// A line with the order it stands on.
struct OrderLine {
    var order: PurchaseOrder
    var line: PurchaseOrder.Line
}
