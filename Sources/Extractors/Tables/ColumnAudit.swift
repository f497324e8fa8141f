import Invoicing

/// Holds the names of a table's columns against what stands in them.
///
/// Headings are worded in many ways, and some are not understood. Numbers are not: quantity × price = amount, net + tax =
/// gross, and the text column is the one with the text. Where most rows agree on other names than the headings gave, the
/// rows win.
struct ColumnAudit {
    private let view: DocumentView
    private let anchors: [Int]
    private(set) var columns: [TableHeader.Column]
    /// By column, then by anchor: the number in the cell that is no percentage.
    private var cells: [[Number?]]
    /// By anchor: the percentages of the row.
    private let percents: [[Number]]
    /// By column: letters per row that belong to no number.
    private let letters: [Double]

    init(view: DocumentView, anchors: [Int], columns: [TableHeader.Column]) {
        self.view = view
        self.anchors = anchors
        self.columns = columns
        var cells = [[Number?]](repeating: [Number?](repeating: nil, count: anchors.count), count: columns.count)
        var letters = [Double](repeating: 0, count: columns.count)
        func column(_ x: Double) -> Int? { columns.firstIndex { x >= $0.left && x < $0.right } }
        for (position, index) in anchors.enumerated() {
            let numbers = view.numbers[index]
            for number in numbers where !number.isPercent {
                guard let at = column(number.box.midX) else { continue }
                // A bare rate stands in its column without its sign; the last number of a cell is its value.
                cells[at][position] = number.value
            }
            // Texts go on in the next line; the words of both count.
            let next =
                index + 1 < view.rows.count && !anchors.contains(index + 1)
                    && view.rows[index + 1].page == view.rows[index].page ? index + 1 : index
            for line in index...next {
                for (at, token) in view.rows[line].tokens.enumerated() {
                    guard token.hasLetter, CurrencyMarks.code(token.text) == nil,
                        !view.numbers[line].contains(where: { $0.tokens.contains(at) }),
                        let place = column(token.box.x + 2)
                    else { continue }
                    letters[place] += Double(token.key.utf8.count)
                }
            }
        }
        self.cells = cells
        self.letters = letters.map { $0 / Double(max(1, anchors.count)) }
        percents = anchors.map { index in view.numbers[index].filter(\.isPercent).map(\.value) }
    }

    /// The columns with the names that the rows agree on.
    mutating func settle() -> [TableHeader.Column] {
        multiplied()
        taxed()
        taxedTwice()
        described()
        return columns
    }

    private func first(_ field: FieldName) -> Int? { columns.firstIndex { $0.field == field } }

    /// Gives a column a name, and takes it from whichever other had it.
    private mutating func name(_ index: Int, _ field: FieldName) {
        for other in columns.indices where other != index && columns[other].field == field {
            columns[other].field = FieldName(rawValue: "other_" + field.rawValue)
        }
        columns[index].field = field
    }

    /// Whether so many of so many rows are more than chance.
    private func isMost(_ right: Int, of all: Int) -> Bool {
        right > 0 && right * 10 >= all * 7 && all * 2 >= anchors.count
    }

    /// quantity × price = amount, perhaps less a discount in percent.
    private mutating func multiplied() {
        var best: (score: Double, quantity: Int, price: Int, amount: Int)?
        for amount in columns.indices {
            for price in columns.indices where price != amount {
                for quantity in columns.indices where quantity != amount && quantity != price {
                    var (right, all, telling) = (0, 0, 0)
                    for row in anchors.indices {
                        guard let q = cells[quantity][row], let p = cells[price][row], let a = cells[amount][row] else {
                            continue
                        }
                        all += 1
                        let full = q * p
                        let less = percents[row].map { full - $0.percent(of: full) }
                        guard full.isNear(a, cents: 2) || less.contains(where: { $0.isNear(a, cents: 2) }) else {
                            continue
                        }
                        right += 1
                        if q.units != Number.one, p.units != Number.one, q.units != 0, p.units != 0 { telling += 1 }
                    }
                    guard isMost(right, of: all), telling > 0 else { continue }
                    var score = Double(right) + Double(telling) * 0.1
                    if columns[amount].field == .netAmount { score += 0.6 }
                    if columns[price].field == .unitPrice { score += 0.5 }
                    if columns[quantity].field == .quantity { score += 0.5 }
                    if quantity < price { score += 0.2 }
                    if price < amount { score += 0.3 }
                    if score > best?.score ?? 0 { best = (score, quantity, price, amount) }
                }
            }
        }
        guard let best else { return }
        name(best.quantity, .quantity)
        name(best.price, .unitPrice)
        if columns[best.amount].field != .grossAmount || first(.netAmount) == nil { name(best.amount, .netAmount) }
    }

    /// net + tax = gross, by a column of taxes or by the row's rate.
    private mutating func taxed() {
        var best: (score: Double, net: Int, gross: Int, tax: Int?)?
        for net in columns.indices {
            for gross in columns.indices where gross != net {
                for tax in columns.indices.map({ Optional($0) }) + [nil] where tax != net && tax != gross {
                    var (right, all) = (0, 0)
                    for row in anchors.indices {
                        guard let n = cells[net][row], let g = cells[gross][row], n.units != 0 else { continue }
                        if let tax {
                            guard let t = cells[tax][row], t.units != 0 else { continue }
                            all += 1
                            if (n + t).isNear(g, cents: 2) { right += 1 }
                        } else {
                            guard !percents[row].isEmpty else { continue }
                            all += 1
                            let fits = percents[row].contains {
                                $0.units != 0 && (n + $0.percent(of: n)).isNear(g, cents: 2)
                            }
                            if fits { right += 1 }
                        }
                    }
                    guard isMost(right, of: all) else { continue }
                    var score = Double(right) + (tax == nil ? 0 : 0.2)
                    if columns[net].field == .unitPrice || columns[net].field == .quantity { score -= 0.5 }
                    if columns[net].field == .netAmount { score += 0.3 }
                    if net < gross { score += 0.3 }
                    score += Double(net) * 0.01
                    if score > best?.score ?? 0 { best = (score, net, gross, tax) }
                }
            }
        }
        guard let best else { return }
        name(best.gross, .grossAmount)
        nameNet(best.net)
        if let tax = best.tax { name(tax, .taxAmount) }
    }

    /// net + central tax + state tax = gross, as Indian and Canadian tables have it.
    private mutating func taxedTwice() {
        var best: (right: Int, net: Int, gross: Int)?
        for net in columns.indices {
            for gross in columns.indices where gross != net {
                for one in columns.indices where one != net && one != gross {
                    for other in columns.indices where other > one && other != net && other != gross {
                        var (right, all) = (0, 0)
                        for row in anchors.indices {
                            guard let n = cells[net][row], let g = cells[gross][row], let a = cells[one][row],
                                let b = cells[other][row], n.units != 0, a.units != 0, b.units != 0
                            else { continue }
                            all += 1
                            if (n + a + b).isNear(g, cents: 2), a.magnitude < n.magnitude, b.magnitude < n.magnitude {
                                right += 1
                            }
                        }
                        if isMost(right, of: all), right > best?.right ?? 0 { best = (right, net, gross) }
                    }
                }
            }
        }
        guard let best else { return }
        name(best.gross, .grossAmount)
        nameNet(best.net)
    }

    /// What makes the row's gross amount with its tax is the row's net amount, whatever stands over it; the price of one
    /// only where the row's amount stands elsewhere.
    private mutating func nameNet(_ column: Int) {
        if columns[column].field != .unitPrice || first(.netAmount).map({ !isFilled($0) }) ?? true {
            name(column, .netAmount)
        }
    }

    private func isFilled(_ column: Int) -> Bool {
        cells[column].lazy.filter { $0 != nil }.count * 2 >= anchors.count
    }

    /// The description is where the words are.
    private mutating func described() {
        guard let most = letters.indices.max(by: { letters[$0] < letters[$1] }), letters[most] >= 3 else { return }
        if let known = first(.description) {
            guard known != most, letters[known] < 5, letters[known] * 2 < letters[most] else { return }
            let wasUnit = letters[known] <= 5
            name(most, .description)
            columns[known].field = wasUnit && first(.unit) == nil ? .unit : "other_text"
        } else if !columns.contains(where: { $0.below == .description }) {
            name(most, .description)
        }
    }
}
