import Foundation
import Invoicing

/// A part of an invoice line that one order line answers for.
struct Portion {
    var column: Int
    /// In the order line's unit; negative = given back.
    var quantity: Decimal
}

/// Shares invoice lines among order lines: each draws on its own line first, then on others of the same article.
///
/// What was received goes before what was only ordered, so that goods which are there are not waited for.
struct LineDraw {
    struct Asked {
        /// The order line that was assigned.
        var column: Int
        /// In the order line's unit.
        var quantity: Decimal
        /// The invoice states the position: no other line answers for it.
        var isFixed: Bool
    }

    private let lines: [OrderLine]
    private let received: [Decimal]
    private let already: [Decimal]
    /// Other lines of the same article, by order number and position.
    private let siblings: [[Int]]

    init(lines: [OrderLine], received: [Decimal], already: [Decimal]) {
        self.lines = lines
        self.received = received
        self.already = already
        let sorted = lines.indices.sorted { Self.key(lines[$0]) < Self.key(lines[$1]) }
        let groups = Dictionary(grouping: sorted) { Self.article(lines[$0]) }
        siblings = lines.indices.map { column in (groups[Self.article(lines[column])] ?? []).filter { $0 != column } }
    }

    func portions(of asked: [Asked]) -> [[Portion]] {
        var drawn = [Decimal](repeating: 0, count: lines.count)
        var rest = asked.map(\.quantity)
        var portions = [[Portion]](repeating: [], count: asked.count)
        func draw(_ index: Int, _ column: Int, upTo room: Decimal) {
            guard room > 0 else { return }
            // What lacks only the last digits of a converted unit fits.
            let fits = QuantityBound.excess(abs(rest[index]), over: room) == 0
            add(index, column, fits ? rest[index] : (rest[index] < 0 ? -room : room))
        }
        func add(_ index: Int, _ column: Int, _ part: Decimal) {
            guard part != 0 else { return }
            rest[index] -= part
            drawn[column] += part
            if let known = portions[index].firstIndex(where: { $0.column == column }) {
                portions[index][known].quantity += part
            } else {
                portions[index].append(Portion(column: column, quantity: part))
            }
        }
        for isReceived in [true, false] {
            for isOwn in [true, false] {
                for (index, line) in asked.enumerated() where isOwn || !line.isFixed {
                    for column in isOwn ? [line.column] : others(line.column, samePrice: isReceived) {
                        let room = room(column, rest[index] < 0, onlyReceived: isReceived, drawn: drawn[column])
                        draw(index, column, upTo: room)
                    }
                }
            }
        }
        // What nothing has room for is asked of the own line, where it is seen as too much.
        for (index, line) in asked.enumerated() {
            add(index, line.column, rest[index])
            if portions[index].isEmpty { portions[index] = [Portion(column: line.column, quantity: 0)] }
        }
        return portions
    }

    /// Goods that are there don't take the place of dearer or cheaper ones that are not: only what is too much does.
    private func others(_ column: Int, samePrice: Bool) -> [Int] {
        let price = lines[column].line.unitPrice
        return samePrice ? siblings[column].filter { lines[$0].line.unitPrice == price } : siblings[column]
    }

    private func room(_ column: Int, _ isBack: Bool, onlyReceived: Bool, drawn: Decimal) -> Decimal {
        let used = already[column] + drawn
        if isBack { return used }
        let ordered = lines[column].line.quantity
        let isThreeWay = lines[column].order.match == .threeWay
        return (onlyReceived && isThreeWay ? min(ordered, received[column]) : ordered) - used
    }

    /// The code, else the words; the unit too, as quantities are moved as they are.
    private static func article(_ line: OrderLine) -> [String] {
        let code = MatchText.key(line.line.productCode ?? "")
        let unit = line.line.unit.map { UnitOfMeasure($0).code } ?? ""
        return code.isEmpty ? MatchText.words(line.line.description) + ["", unit] : [code, unit]
    }

    private static func key(_ line: OrderLine) -> (String, Int, String) {
        (line.order.number, Int(line.line.position) ?? .max, line.line.position)
    }
}
