import Invoicing

/// What is measured of an amount that may be one of the totals. Flags are 0 or 1.
enum AmountFeature: Int, CaseIterable, Sendable {
    /// Best score of a label of each role beside or above the amount.
    case netHint, taxHint, grossHint, dueHint, lineNetHint, paidHint, allowanceHint, chargeHint, otherHint
    /// Best score it has by arithmetic: sums of taxes, lines less discounts.
    case netSum, taxSum, grossSum
    /// It stands in a row where base × rate = tax, or is the sum of such rows.
    case isTaxRowBase, isTaxRowTax, isTaxRowGross, isBaseSum, isTaxSum, taxRowCount
    /// Rank among the distinct amounts, largest first; share of the largest.
    case rank, share, count, places
    case lastY, lastX, pagesFromEnd, rowsBehindItems, rowsFromEnd
    case size, bold, decimals, currency, percentInRow, numbersInRow, isLastInRow, inItems
    case isZero, isNegative, isItemsTotal, itemsShare
    /// Two other printed amounts add up to it, or it and another add up to a third: count, and best hints of the others.
    case asGross, asGrossHint, asNet, asNetHint, asTax, asTaxHint, asTaxRate
    case isPrinted, confidence, pageCount, isReceipt
}

/// Measures every distinct amount of a document for the roles of totals.
struct AmountScene {
    struct Entry {
        var value: Number
        /// By role: the candidate that fits best; a role without label has none.
        var candidates: [FieldName: RoleCandidate]
        var printed: PrintedNumber?
        var features: FeatureVector<AmountFeature>
    }

    let entries: [Entry]

    /// Distinct amounts looked at; more only stand in long tables, and pairs of them cost time.
    private static let most = 90

    init(
        _ view: DocumentView, candidates: [FieldName: [RoleCandidate]], taxRows: [TaxRow], itemRows: Set<Int>,
        itemsTotal: Number?, isReceipt: Bool
    ) {
        var places: [Number: [PrintedNumber]] = [:]
        for number in view.numbers.joined() where number.looksLikeMoney {
            places[number.value, default: []].append(number)
        }
        var roles: [Number: [FieldName: RoleCandidate]] = [:]
        for (role, list) in candidates {
            for candidate in list where candidate.score > (roles[candidate.value]?[role]?.score ?? -1) {
                roles[candidate.value, default: [:]][role] = candidate
            }
        }
        var values = Set(roles.keys).union(places.keys)
        if values.count > Self.most {
            func worth(_ value: Number) -> Int {
                if roles[value] != nil { return 2 }
                return places[value]?.contains { !itemRows.contains($0.row) } == true ? 1 : 0
            }
            let ranked = values.sorted { (worth($0), $0.magnitude, $0) > (worth($1), $1.magnitude, $1) }
            values = Set(ranked.prefix(Self.most))
        }
        let sorted = values.sorted { ($0.magnitude, $0) > ($1.magnitude, $1) }
        let scene = Scene(
            view: view, places: places, roles: roles, taxRows: taxRows, itemRows: itemRows, itemsTotal: itemsTotal,
            isReceipt: isReceipt, sorted: sorted)
        entries = sorted.enumerated().map { rank, value in scene.entry(value, rank: rank) }
    }
}

/// The amounts of one document, and what relates them.
private struct Scene {
    let view: DocumentView
    let places: [Number: [PrintedNumber]]
    let roles: [Number: [FieldName: RoleCandidate]]
    let taxRows: [TaxRow]
    let itemRows: Set<Int>
    let itemsTotal: Number?
    let isReceipt: Bool
    let sorted: [Number]

    func entry(_ value: Number, rank: Int) -> AmountScene.Entry {
        var it = FeatureVector<AmountFeature>()
        hints(value, &it)
        taxes(value, &it)
        print(value, rank, &it)
        sums(value, &it)
        return AmountScene.Entry(
            value: value, candidates: roles[value] ?? [:], printed: places[value]?.last, features: it)
    }

    private func hints(_ value: Number, _ it: inout FeatureVector<AmountFeature>) {
        for (role, candidate) in roles[value] ?? [:] {
            if candidate.label == nil || candidate.isSum {
                switch role {
                case .netTotal: it[.netSum] = candidate.score
                case .taxTotal: it[.taxSum] = candidate.score
                case .grossTotal: it[.grossSum] = candidate.score
                default: break
                }
                continue
            }
            let feature: AmountFeature =
                switch role {
                case .netTotal: .netHint
                case .taxTotal: .taxHint
                case .grossTotal: .grossHint
                case .amountDue: .dueHint
                case .lineNetTotal: .lineNetHint
                case .prepaidAmount: .paidHint
                case .allowanceTotal: .allowanceHint
                case .chargeTotal: .chargeHint
                default: .otherHint
                }
            it[feature] = max(it[feature], candidate.score)
        }
    }

    private func taxes(_ value: Number, _ it: inout FeatureVector<AmountFeature>) {
        it[.taxRowCount] = Double(min(8, taxRows.count))
        guard !taxRows.isEmpty else { return }
        it.set(.isTaxRowBase, taxRows.contains { $0.base.value == value })
        it.set(.isTaxRowTax, taxRows.contains { $0.tax.value == value })
        it.set(.isTaxRowGross, taxRows.contains { $0.gross?.value == value })
        it.set(.isBaseSum, taxRows.reduce(Number.zero) { $0 + $1.base.value }.isNear(value))
        it.set(.isTaxSum, taxRows.reduce(Number.zero) { $0 + $1.taxes }.isNear(value))
    }

    private func print(_ value: Number, _ rank: Int, _ it: inout FeatureVector<AmountFeature>) {
        it[.rank] = Double(min(40, rank))
        it[.count] = Double(min(60, sorted.count))
        let largest = sorted.first?.magnitude.units ?? 0
        it[.share] = largest > 0 ? Double(value.magnitude.units) / Double(largest) : 0
        it.set(.isZero, value.units == 0)
        it.set(.isNegative, value.units < 0)
        it.set(.isReceipt, isReceipt)
        it[.pageCount] = Double(view.layout.pageCount)
        if let itemsTotal, itemsTotal.units != 0 {
            it.set(.isItemsTotal, value.isNear(itemsTotal, cents: 2))
            it[.itemsShare] = max(-3, min(3, Double(value.units) / Double(itemsTotal.units)))
        }
        guard let all = places[value], let last = all.last(where: { !itemRows.contains($0.row) }) ?? all.last else {
            return
        }
        let row = view.rows[last.row]
        it[.isPrinted] = 1
        it[.places] = Double(min(8, all.count))
        it[.lastY] = last.box.y / max(1, row.pageHeight)
        it[.lastX] = last.box.right / max(1, row.pageWidth)
        it[.pagesFromEnd] = Double(view.layout.pageCount - row.page)
        if let end = itemRows.max() { it[.rowsBehindItems] = Double(max(-40, min(40, last.row - end))) }
        it[.rowsFromEnd] = Double(min(60, view.rows.count - 1 - last.row))
        for number in all {
            let tokens = view.rows[number.row].tokens[number.tokens]
            it[.size] = max(it[.size], (tokens.lazy.map(\.size).max() ?? 0) / max(1, view.layout.textSize))
            if tokens.contains(where: \.isBold) { it[.bold] = 1 }
            if number.currency != nil { it[.currency] = 1 }
        }
        it[.decimals] = Double(min(4, last.decimals))
        let numbers = view.numbers[last.row]
        it.set(.percentInRow, numbers.contains(where: \.isPercent))
        it[.numbersInRow] = Double(min(8, numbers.count))
        it.set(.isLastInRow, numbers.last?.tokens == last.tokens)
        it.set(.inItems, all.allSatisfy { itemRows.contains($0.row) })
        let sure = row.tokens[last.tokens].compactMap(\.confidence)
        it[.confidence] = sure.isEmpty ? 1 : sure.reduce(0, +) / Double(sure.count)
    }

    private func hint(_ value: Number, _ names: FieldName...) -> Double {
        names.lazy.compactMap { roles[value]?[$0]?.score }.max() ?? 0
    }

    /// a + b = c among the distinct amounts, where b is at most 40 % of a: net, tax and gross.
    private func sums(_ value: Number, _ it: inout FeatureVector<AmountFeature>) {
        guard value.units != 0 else { return }
        for other in sorted where other.units != 0 && other != value {
            let isSame = (other.units < 0) == (value.units < 0)
            guard isSame else { continue }
            // value = other + rest
            if other.magnitude < value.magnitude {
                let rest = value - other
                if rest.magnitude.units * 5 <= other.magnitude.units * 2, let tax = nearest(rest) {
                    it[.asGross] += 1
                    it[.asGrossHint] = max(
                        it[.asGrossHint], hint(other, .netTotal, .lineNetTotal) + hint(tax, .taxTotal))
                }
            }
            // value + other = third, other being the tax
            if other.magnitude.units * 5 <= value.magnitude.units * 2, let gross = nearest(value + other) {
                it[.asNet] += 1
                it[.asNetHint] = max(it[.asNetHint], hint(other, .taxTotal) + hint(gross, .grossTotal, .amountDue))
            }
            // other + value = third, value being the tax
            if value.magnitude.units * 5 <= other.magnitude.units * 2, let gross = nearest(other + value) {
                it[.asTax] += 1
                it[.asTaxHint] = max(
                    it[.asTaxHint], hint(other, .netTotal, .lineNetTotal) + hint(gross, .grossTotal, .amountDue))
                let rate = (Double(value.units) / Double(other.units) * 1000).rounded() / 10
                if Self.usualRates.contains(rate) { it[.asTaxRate] = 1 }
            }
        }
        it[.asGross] = min(5, it[.asGross])
        it[.asNet] = min(5, it[.asNet])
        it[.asTax] = min(5, it[.asTax])
    }

    /// The amount of the document within two hundredths.
    private func nearest(_ value: Number) -> Number? {
        if known.contains(value) { return value }
        for difference in [Int64(100), -100, 200, -200] {
            let near = Number(units: value.units &+ difference)
            if known.contains(near) { return near }
        }
        return nil
    }

    private let known: Set<Number>

    init(
        view: DocumentView, places: [Number: [PrintedNumber]], roles: [Number: [FieldName: RoleCandidate]],
        taxRows: [TaxRow], itemRows: Set<Int>, itemsTotal: Number?, isReceipt: Bool, sorted: [Number]
    ) {
        self.view = view
        self.places = places
        self.roles = roles
        self.taxRows = taxRows
        self.itemRows = itemRows
        self.itemsTotal = itemsTotal
        self.isReceipt = isReceipt
        self.sorted = sorted
        known = Set(sorted)
    }

    /// Standard and reduced rates of value added and sales taxes, percent.
    private static let usualRates: Set<Double> = [
        2.1, 2.5, 2.6, 3, 3.7, 3.8, 4, 5, 5.5, 6, 7, 7.7, 8, 8.1, 8.5, 9, 10, 12, 12.5, 13, 13.5, 14, 15, 16, 17, 18,
        19, 20, 21, 22, 23, 24, 25, 25.5, 27, 28,
    ]
}
