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
    }

    private(set) var entries: [Entry] = []
    private let view: DocumentView
    private let roles: [FieldName: [RoleCandidate]]
    private let hints: Hints

    /// More amounts than anyone checks by eye; tables of thousands of rows have headings.
    private static let most = 1500

    init(_ view: DocumentView, hints: Hints) {
        self.view = view
        self.hints = hints
        roles = RoleCandidates(view, itemRows: []).all()
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

    // MARK: Words

    /// What the words of one row are.
    private struct RowWords {
        var letters = 0
        var labelShare = 0.0
        var names: [ItemFeature: Double] = [:]
        var hasColon = false
        var leading: Int?
    }

    private func words(of index: Int) -> RowWords {
        let row = view.rows[index]
        var result = RowWords()
        var labelled = 0
        for (at, token) in row.tokens.enumerated() where token.hasLetter && CurrencyMarks.code(token.text) == nil {
            let isLabel = view.hits[index].contains { hit in
                hit.tokens.contains(at)
                    && hit.meanings.contains { $0.strength != .avoid && RoleCandidates.roles.contains($0.field) }
            }
            if isLabel { labelled += token.key.utf8.count } else { result.letters += token.key.utf8.count }
        }
        result.labelShare = labelled == 0 ? 0 : Double(labelled) / Double(labelled + result.letters)
        for hit in view.hits[index] where hit.startsSegment {
            for meaning in hit.meanings where meaning.strength != .avoid {
                let name: ItemFeature? =
                    switch meaning.field {
                    case .netTotal, .lineNetTotal: .namesNet
                    case .grossTotal: .namesGross
                    case .taxTotal: .namesTax
                    case .amountDue: .namesDue
                    case .prepaidAmount, .previousBalance: .namesPaid
                    case .allowanceTotal, .chargeTotal, .roundingAmount: .namesOther
                    default: nil
                    }
                guard let name else { continue }
                let weight = (meaning.strength == .strong ? 1 : 0.5) * (hit.tokens.lowerBound <= 2 ? 1 : 0.6)
                result.names[name] = max(result.names[name] ?? 0, weight)
            }
            if hit.hasColon { result.hasColon = true }
        }
        if let first = row.tokens.first, first.text.utf8.count <= 4, let value = Int(first.key), value > 0 {
            result.leading = value
        }
        return result
    }

    private mutating func measureWords() {
        var known: [Int: RowWords] = [:]
        func words(_ index: Int) -> RowWords {
            if let words = known[index] { return words }
            let found = self.words(of: index)
            known[index] = found
            return found
        }
        /// Letters of the neighbouring line when it stands close and has no amount.
        func beside(_ index: Int, _ other: Int) -> Double {
            guard view.rows.indices.contains(other), view.rows[other].page == view.rows[index].page else { return 0 }
            let gap = max(
                view.rows[other].box.y - view.rows[index].box.bottom,
                view.rows[index].box.y - view.rows[other].box.bottom)
            guard gap < 1.2 * max(6, view.layout.textSize), !view.numbers[other].contains(where: \.looksLikeMoney)
            else {
                return 0
            }
            return Double(min(60, words(other).letters))
        }
        var count: (row: Int, value: Int)?
        var continued: Set<Int> = []
        for index in entries.indices {
            let row = entries[index].number.row
            guard count?.row != row, let leading = words(row).leading else { continue }
            if leading == (count?.value ?? 0) + 1 { continued.insert(row) }
            count = (row, leading)
        }
        for index in entries.indices {
            let number = entries[index].number
            let words = words(number.row)
            let row = view.rows[number.row]
            var it = entries[index].features
            it[.letters] = Double(min(120, words.letters))
            it[.lettersLeft] = Double(
                min(
                    120,
                    row.tokens[..<number.tokens.lowerBound].lazy.filter(\.hasLetter).reduce(0) {
                        $0 + $1.key.utf8.count
                    }))
            it[.labelShare] = words.labelShare
            for (name, weight) in words.names { it[name] = weight }
            it.set(.hasColon, words.hasColon)
            it[.lettersAbove] = beside(number.row, number.row - 1)
            it[.lettersBelow] = beside(number.row, number.row + 1)
            it.set(.startsWithInteger, words.leading != nil)
            it.set(.continuesCount, continued.contains(number.row))
            entries[index].features = it
        }
    }

    // MARK: Headings

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

    // MARK: Arithmetic

    private mutating func measureProducts() {
        for index in entries.indices {
            let number = entries[index].number
            guard number.value.units != 0 else { continue }
            let others = view.numbers[number.row].filter { $0.tokens != number.tokens && $0.value.units != 0 }
            guard !others.isEmpty, others.count <= 9 else { continue }
            let plain = others.filter { !$0.isPercent }
            var (product, factor, tax) = (false, false, false)
            for (at, left) in plain.enumerated() {
                for right in plain[(at + 1)...]
                where (left.value * right.value).magnitude.isNear(number.value.magnitude) {
                    if left.value.units != Number.one || right.value.units != Number.one { product = true }
                }
                for amount in plain where amount.tokens != left.tokens && left.value.units != Number.one {
                    if (left.value * number.value).magnitude.isNear(amount.value.magnitude) { factor = true }
                }
            }
            for rate in others where rate.isPercent {
                for base in plain where rate.value.percent(of: base.value).isNear(number.value) { tax = true }
            }
            if !product, plain.count <= 6 {
                entries[index].features.set(.isReducedProduct, Self.reduces(number.value, others))
            }
            let money = plain.filter { $0.looksLikeMoney && ($0.value.units < 0) == (number.value.units < 0) }
            let taxes = Self.taxes(of: number.value, among: money.map(\.value))
            entries[index].features.set(.isBaseOfRow, taxes)
            entries[index].features.set(
                .isGrossOfRow,
                money.indices.contains { at in
                    Self.taxes(
                        of: money[at].value, among: (money[..<at] + money[(at + 1)...]).map(\.value),
                        making: number.value)
                })
            entries[index].features.set(.isProduct, product)
            entries[index].features.set(.isFactor, factor)
            entries[index].features.set(.isTaxPart, tax)
        }
    }

    /// Whether quantity × price makes the amount once a discount is off it, or the price is that of 100 or 1,000.
    private static func reduces(_ amount: Number, _ others: [PrintedNumber]) -> Bool {
        for (at, left) in others.enumerated() where !left.isPercent {
            for (next, right) in others.enumerated().dropFirst(at + 1) where !right.isPercent {
                let full = (left.value * right.value).magnitude
                guard full > amount.magnitude else { continue }
                for base in [full, Number(units: full.units / 100), Number(units: full.units / 1000)] {
                    if base != full, base.isNear(amount.magnitude) { return true }
                    guard base > amount.magnitude else { break }
                    for (place, rate) in others.enumerated() where place != at && place != next {
                        guard rate.value.units > 0, rate.value.units < 100 * Number.one else { continue }
                        if (base - rate.value.percent(of: base)).isNear(amount.magnitude) { return true }
                    }
                }
            }
        }
        return false
    }

    /// Whether one or two of the amounts, none above two fifths of the base, make another of them with it.
    private static func taxes(of base: Number, among amounts: [Number], making gross: Number? = nil) -> Bool {
        let small = amounts.filter { $0.magnitude.units * 5 <= base.magnitude.units * 2 }
        let large = gross.map { [$0] } ?? amounts.filter { $0.magnitude > base.magnitude }
        guard !small.isEmpty, !large.isEmpty, small.count <= 5 else { return false }
        for (at, first) in small.enumerated() {
            if large.contains(where: { $0.isNear(base + first) }) { return true }
            for second in small[(at + 1)...] where large.contains(where: { $0.isNear(base + first + second) }) {
                return true
            }
        }
        return false
    }

    private mutating func measureColumns() {
        var columns: [(edge: Double, entries: [Int])] = []
        for index in entries.indices {
            let edge = entries[index].number.box.right
            if let column = columns.firstIndex(where: { abs($0.edge - edge) < 4 }) {
                columns[column].entries.append(index)
            } else {
                columns.append((edge, [index]))
            }
        }
        var places: [Number: [Int]] = [:]
        for index in entries.indices { places[entries[index].number.value, default: []].append(index) }
        let measured = entries
        for (_, column) in columns {
            let products = column.lazy.filter { measured[$0].features[.isProduct] == 1 }.count
            let worded = column.lazy.filter { measured[$0].features[.letters] >= 4 }.count
            for (position, index) in column.enumerated() {
                entries[index].features[.columnCount] = Double(min(60, column.count))
                entries[index].features[.columnFromTop] = Double(min(40, position))
                entries[index].features[.columnFromBottom] = Double(min(40, column.count - 1 - position))
                entries[index].features[.columnWords] = Double(worded) / Double(column.count)
                entries[index].features[.columnProducts] = Double(products) / Double(column.count)
                entries[index].features[.gapAbove] = position == 0 ? 30 : gap(column[position - 1], index)
                entries[index].features[.gapBelow] =
                    position + 1 == column.count ? 30 : gap(index, column[position + 1])
            }
            measureSums(of: column, places)
        }
        measureSums(of: lastInRow, places, .lineRun)
        for left in byLeftEdge where left.count > 2 { measureSums(of: left, places, .leftRun) }
        measureSums(
            of: entries.indices.filter {
                entries[$0].features[.isProduct] == 1 || entries[$0].features[.isReducedProduct] == 1
            }, places, .productRun)
        measureLikeness(columns.map(\.entries))
        // Behind the sum of the items come no more of them.
        var longest = 0.0
        var row = (index: -1, longest: 0.0)
        for index in entries.indices {
            if entries[index].number.row != row.index {
                longest = max(longest, row.longest)
                row = (entries[index].number.row, 0)
            }
            row.longest = max(row.longest, entries[index].features[.isSumOfRun])
            entries[index].features[.sumsAbove] = longest
        }
    }

    /// The last amount of each row, wherever it ends: items of a list have no column.
    private var lastInRow: [Int] {
        entries.indices.filter { index in
            index + 1 == entries.count || entries[index + 1].number.row != entries[index].number.row
        }
    }

    /// Amounts that begin at the same place.
    private var byLeftEdge: [[Int]] {
        var columns: [(edge: Double, entries: [Int])] = []
        for index in entries.indices {
            let edge = entries[index].number.box.x
            if let column = columns.firstIndex(where: { abs($0.edge - edge) < 2 }) {
                columns[column].entries.append(index)
            } else {
                columns.append((edge, [index]))
            }
        }
        return columns.map(\.entries)
    }

    /// Lines of text between two amounts; 30 on another page.
    private func gap(_ above: Int, _ below: Int) -> Double {
        let (upper, lower) = (view.rows[entries[above].number.row], view.rows[entries[below].number.row])
        guard upper.page == lower.page else { return 30 }
        return max(0, min(30, (lower.box.y - upper.box.y) / max(6, view.layout.textSize)))
    }

    /// Marks amounts that are the sum of those right above them, and runs that add up to an amount elsewhere.
    private mutating func measureSums(of column: [Int], _ places: [Number: [Int]], _ feature: ItemFeature = .sumRun) {
        let values = column.map { entries[$0].number.value }
        for end in column.indices {
            var sum = Number.zero
            for start in column.indices[...end].reversed().prefix(60) {
                sum = sum + values[start]
                let length = end - start + 1
                guard length >= 2, sum.units != 0, let same = places[sum] else { continue }
                if feature == .sumRun, end + 1 < column.count, values[end + 1] == sum {
                    entries[column[end + 1]].features[.isSumOfAbove] = Double(min(12, length))
                }
                // Elsewhere, and not above: sums stand under what they sum.
                let below = same.filter { entries[$0].number.row > entries[column[end]].number.row }
                guard !below.isEmpty else { continue }
                for index in below {
                    entries[index].features[.isSumOfRun] = max(
                        entries[index].features[.isSumOfRun], Double(min(20, length)))
                }
                for member in column[start...end] {
                    entries[member].features[feature] = max(entries[member].features[feature], Double(min(20, length)))
                }
            }
        }
    }

    /// Rows whose numbers end at the same places.
    private mutating func measureLikeness(_ columns: [[Int]]) {
        var signature: [Int: [Int]] = [:]
        for (column, members) in columns.enumerated() {
            for index in members { signature[entries[index].number.row, default: []].append(column) }
        }
        var counts: [[Int]: Int] = [:]
        for columns in signature.values { counts[columns.sorted(), default: 0] += 1 }
        for index in entries.indices {
            let same = signature[entries[index].number.row].flatMap { counts[$0.sorted()] } ?? 1
            entries[index].features[.rowsLikeIt] = Double(min(40, same))
        }
    }

    // MARK: Totals

    /// What it is worth that items add up to an amount which a label names as a total, in log-odds.
    func totals() -> [Number: Double] {
        var result: [Number: Double] = [:]
        for (role, worth) in [
            (FieldName.netTotal, 5.0), (.lineNetTotal, 5), (.grossTotal, 4), (.amountDue, 3.5),
        ] {
            for candidate in roles[role] ?? [] where candidate.score > 0.3 && candidate.value.units != 0 {
                result[candidate.value] = max(result[candidate.value] ?? 0, worth)
            }
        }
        return result
    }

    private mutating func measureTotals() {
        var scores: [Number: [(row: Int, tokens: Range<Int>, score: Double)]] = [:]
        for role in [FieldName.netTotal, .lineNetTotal, .grossTotal, .amountDue, .taxTotal] {
            for candidate in roles[role] ?? [] {
                scores[candidate.value, default: []].append((candidate.row, candidate.tokens, candidate.score))
            }
        }
        // Rows of totals: they name one at their beginning, and have an amount.
        let totals = view.rows.indices.filter { index in
            view.numbers[index].contains(where: \.looksLikeMoney)
                && view.hits[index].contains { hit in
                    hit.startsSegment && hit.tokens.lowerBound <= 2
                        && hit.meanings.contains {
                            $0.strength == .strong
                                && [.netTotal, .lineNetTotal, .grossTotal, .amountDue].contains($0.field)
                        }
                }
        }
        for index in entries.indices {
            let number = entries[index].number
            var it = entries[index].features
            for score in scores[number.value] ?? [] {
                let feature: ItemFeature =
                    score.row == number.row && score.tokens == number.tokens ? .roleHere : .roleElsewhere
                it[feature] = max(it[feature], score.score)
            }
            let above = totals.lazy.filter { $0 < number.row }.count
            it[.totalsAbove] = Double(min(6, above))
            it[.rowsToTotal] = totals.first { $0 >= number.row }.map { Double(min(60, $0 - number.row)) } ?? 80
            entries[index].features = it
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
