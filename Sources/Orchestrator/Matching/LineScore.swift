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
    private let words: [[String]]
    private let order: [OrderLine]

    init(_ order: [OrderLine]) {
        self.order = order
        positions = order.map { Self.position($0.line.position) }
        codes = order.map { MatchText.key($0.line.productCode ?? "") }
        words = order.map { MatchText.words($0.line.description) }
    }

    func points(_ line: InvoiceFacts.Line) -> [Int] {
        let lineCodes = line.codes.map { MatchText.key($0) }
        let lineWords = MatchText.words(line.description)
        return order.indices.map { points(line, codes: lineCodes, words: lineWords, with: $0) }
    }

    private func points(
        _ line: InvoiceFacts.Line, codes lineCodes: [String], words lineWords: [String], with index: Int
    )
        -> Int
    {
        let ordered = order[index].line
        var points = 0
        if let stated = line.orderPosition {
            points += Self.position(stated) == positions[index] ? Self.certain : -500
        }
        if !codes[index].isEmpty, !lineCodes.isEmpty {
            points += lineCodes.contains(codes[index]) ? Self.certain : -300
        }
        let likeness = MatchText.similarity(lineWords, words[index])
        points += likeness * 400 / 1000
        let agrees = amountPoints(line, ordered)
        points += agrees
        guard points >= Self.least, likeness > 0 || points >= Self.certain || agrees >= 300 else { return 0 }
        if let position = line.position, Self.position(position) == positions[index] { points += 20 }
        return points
    }

    private func amountPoints(_ line: InvoiceFacts.Line, _ ordered: PurchaseOrder.Line) -> Int {
        var points = 0
        let ratio = ordered.ratio(from: line.unit) ?? .one
        if let price = line.unitPrice.map({ ratio.price($0) }) {
            if price == ordered.unitPrice {
                points += 200
            } else if abs(price - ordered.unitPrice) * 20 <= ordered.unitPrice {
                points += 100
            }
        } else if let net = line.net, abs(net) == ordered.netAmount {
            points += 200
        }
        if let quantity = line.quantity.map({ ratio.quantity($0) }) {
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

/// A line with the order it stands on.
struct OrderLine {
    var order: PurchaseOrder
    var line: PurchaseOrder.Line
}
