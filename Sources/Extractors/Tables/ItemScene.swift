import Invoicing

/// What is measured of an amount that may be an item's. Flags are 0 or 1; counts are cut where more says no more.
enum ItemFeature: Int, CaseIterable, Sendable {
    /// The number itself and its row.
    case decimals, currency, isNegative, isZero, isBold, size
    case numbersInRow, moneyInRow, moneyFromRight, moneyFromLeft, percentInRow, dateInRow
    case right, y, page, pagesFromEnd
    /// Words of the row: free ones, those left of the amount, and labels of totals.
    case letters, lettersLeft, labelShare, namesNet, namesGross, namesTax, namesDue, namesPaid, namesOther, hasColon
    case lettersAbove, lettersBelow, startsWithInteger, continuesCount
    /// The row under understood headings.
    case underNet, underGross, underPrice, underQuantity, underTax, underOther, rowsBelowHeading, hasHeading
    case inTable, inSummed, inArithmetic, tableRow, tableCount, summedCount, arithmeticCount
    /// quantity × price = amount in the row: as the amount, as the price; and how many rows of its column do so.
    case isProduct, isReducedProduct, isFactor, isTaxPart, columnProducts
    /// The row's amounts: it and one or two taxes make another; it is what such a sum makes.
    case isBaseOfRow, isGrossOfRow
    /// Amounts that end at the same place.
    case columnCount, columnFromTop, columnFromBottom, columnWords, gapAbove, gapBelow, rowsLikeIt
    /// The amounts above it in its column add up to it, or those of its run to another amount.
    case isSumOfAbove, isSumOfRun, sumsAbove, sumRun, lineRun, leftRun, productRun, roleHere, roleElsewhere, repeated,
        repeatedInRow
    case totalsAbove, rowsToTotal, share, pageCount, candidates
}

/// Measures every amount that may be an item's.
struct ItemScene {
    struct Entry {
        var number: PrintedNumber
        var features: FeatureVector<ItemFeature>
    }

    /// What the readers that know headings, sums and products say.
    struct Hints {
        var headers: [TableHeader]
        var table: LineItemReader.Reading
        var summed: LineItemReader.Reading
        var arithmetic: LineItemReader.Reading
        /// Amounts that labels name as totals, of the whole document.
        var totals: [FieldName: [RoleCandidate]]
    }

    var entries: [Entry] = []
    let view: DocumentView
    let roles: [FieldName: [RoleCandidate]]
    private let hints: Hints

    /// More amounts than anyone checks by eye; tables of thousands of rows have headings.
    private static let most = 1500

    init(_ view: DocumentView, hints: Hints) {
        self.view = view
        self.hints = hints
        roles = hints.totals
        let table = Self.places(hints.table)
        // Amounts without decimals count where totals end.
        let edges = Set(
            roles.values.joined().lazy.filter { $0.score > 0.3 }.map { role in
                Int(view.rows[role.row].box(role.tokens).right / 4)
            })
        let numbers = view.numbers.joined().filter { number in
            guard !number.isPercent else { return false }
            if number.looksLikeMoney || number.decimals >= 2 { return true }
            if table.contains(AmountPlace(number, view)) { return true }
            let edge = Int(number.box.right / 4)
            return number.decimals == 0
                && (edges.contains(edge) || edges.contains(edge - 1) || edges.contains(edge + 1))
        }
        guard !numbers.isEmpty, numbers.count <= Self.most else { return }
        entries = numbers.map { Entry(number: $0, features: FeatureVector()) }
        measurePrint()
        measureWords()
        measureHeadings(table)
        measureProducts()
        measureColumns()
        measureTotals()
    }

    private static func places(_ reading: LineItemReader.Reading) -> Set<AmountPlace> {
        Set(
            reading.items.compactMap { item in
                AmountPlace((item[.netAmount] ?? item[.grossAmount])?.evidence)
            })
    }

    private mutating func measurePrint() {
        let largest = entries.map(\.number.value.magnitude.units).max() ?? 0
        var counts: [Number: Int] = [:]
        for entry in entries { counts[entry.number.value, default: 0] += 1 }
        for index in entries.indices {
            let number = entries[index].number
            let row = view.rows[number.row]
            let numbers = view.numbers[number.row]
            let tokens = row.tokens[number.tokens]
            var it = entries[index].features
            it[.decimals] = Double(min(4, number.decimals))
            it.set(.currency, number.currency != nil)
            it.set(.isNegative, number.value.units < 0)
            it.set(.isZero, number.value.units == 0)
            it.set(.isBold, tokens.contains(where: \.isBold))
            it[.size] = (tokens.lazy.map(\.size).max() ?? 0) / max(1, view.layout.textSize)
            let money = numbers.filter { !$0.isPercent && ($0.looksLikeMoney || $0.decimals >= 2) }
            it[.numbersInRow] = Double(min(12, numbers.count))
            it[.moneyInRow] = Double(min(8, money.count))
            it[.moneyFromRight] = Double(
                min(8, money.lazy.filter { $0.tokens.lowerBound > number.tokens.lowerBound }.count))
            it[.moneyFromLeft] = Double(
                min(8, money.lazy.filter { $0.tokens.lowerBound < number.tokens.lowerBound }.count))
            it.set(.percentInRow, numbers.contains(where: \.isPercent))
            it.set(.dateInRow, !view.dates[number.row].isEmpty)
            it[.right] = number.box.right / max(1, row.pageWidth)
            it[.y] = number.box.y / max(1, row.pageHeight)
            it[.page] = Double(min(20, row.page))
            it[.pagesFromEnd] = Double(min(20, view.layout.pageCount - row.page))
            it[.pageCount] = Double(min(20, view.layout.pageCount))
            it[.candidates] = Double(min(300, entries.count))
            it[.share] = largest > 0 ? Double(number.value.magnitude.units) / Double(largest) : 0
            it[.repeated] = Double(min(6, counts[number.value] ?? 0))
            it[.repeatedInRow] = Double(min(4, money.lazy.filter { $0.value == number.value }.count))
            entries[index].features = it
        }
    }

    private mutating func measureHeadings(_ table: Set<AmountPlace>) {
        let summed = Self.places(hints.summed)
        let arithmetic = Self.places(hints.arithmetic)
        for index in entries.indices {
            let number = entries[index].number
            let place = AmountPlace(number, view)
            var it = entries[index].features
            it.set(.inTable, table.contains(place))
            it.set(.inSummed, summed.contains(place))
            it.set(.inArithmetic, arithmetic.contains(place))
            it.set(.tableRow, hints.table.rows.contains(number.row))
            it[.tableCount] = Double(min(40, hints.table.items.count))
            it[.summedCount] = Double(min(40, hints.summed.items.count))
            it[.arithmeticCount] = Double(min(40, hints.arithmetic.items.count))
            if let header = hints.headers.last(where: { $0.rows.upperBound < number.row }) {
                it[.hasHeading] = 1
                it[.rowsBelowHeading] = Double(min(80, number.row - header.rows.upperBound))
                if let feature = Self.heading(over: number.box, in: header) { it[feature] = 1 }
            }
            entries[index].features = it
        }
    }

    private static func heading(over box: Box, in header: TableHeader) -> ItemFeature? {
        func overlap(_ column: TableHeader.Column) -> Double {
            max(box.sharedWidth(with: column.heading), abs(box.right - column.heading.right) < 12 ? 0.5 : 0)
        }
        guard let column = header.columns.max(by: { overlap($0) < overlap($1) }), overlap(column) > 0.2 else {
            return nil
        }
        return switch column.field {
        case .netAmount: .underNet
        case .grossAmount: .underGross
        case .unitPrice, .unitPriceGross: .underPrice
        case .quantity: .underQuantity
        case .taxRate, .taxAmount: .underTax
        default: .underOther
        }
    }

}

/// Where an amount is printed: how readers that do not know of each other find the same one.
struct AmountPlace: Hashable {
    var page: Int
    var box: Box

    init(_ number: PrintedNumber, _ view: DocumentView) {
        page = view.rows[number.row].page
        box = number.box
    }

    init?(_ evidence: Evidence?) {
        guard let evidence, let page = evidence.page, let box = evidence.box else { return nil }
        self.page = page
        self.box = box
    }
}
