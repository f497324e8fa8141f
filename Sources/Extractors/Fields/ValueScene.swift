import Invoicing

/// What is measured of an identifier or a date. Lengths are shares of the page, or counts; flags are 0 or 1.
enum ValueFeature: Int, CaseIterable, Sendable {
    /// Scores of this field's label left of it, above it or below it, and of the document's title before it.
    case ownRight, ownAbove, ownBelow, title
    /// Scores of labels of other fields for the same place.
    case invoiceNumberHint, orderHint, invoiceDateHint, dueHint, deliveryHint, orderDateHint, periodHint, otherHint
    case page, y, x, right
    /// How often the value is printed. How many others there are, and where it stands among them, differs between
    /// made documents and real ones, and misled (docs/decisions/0005).
    case places
    case size, bold, isAlone, tokensBefore, tokensBehind, segmentsInRow, moneyInRow, inItems
    case length, digits, letters, separators, isYear, isMoney, startsWithZero, startsWithLetter
    case titleDistance, labelBefore, colonBefore, numberWordBefore, isPartyIdentifier, inPostalLine
    case isEarliest, isLatest, timeBeside
    case confidence, pageCount, isReceipt, isCreditNote
}

/// A place on the page that may hold a value of a field, with its measurements for that field.
struct ValueCandidate {
    var candidate: Candidate
    var features: FeatureVector<ValueFeature>
}

/// Measures all identifiers or all dates of a document for any field that asks for one.
struct ValueScene {
    /// One printed value.
    private struct Place: Hashable {
        var row: Int
        var start: Int
    }

    private let view: DocumentView
    private let type: ValueType
    private let itemRows: Set<Int>
    private let isReceipt: Bool
    private let isCreditNote: Bool
    private let titleRow: Int?
    /// By place: the best candidate of each field.
    private var byPlace: [Place: [FieldName: Candidate]] = [:]
    private var titles: [Place: Candidate] = [:]
    private var values: [Place: (value: String, tokens: Range<Int>)] = [:]
    private var order: [Place] = []
    private var count: [String: Int] = [:]
    private let parties: Set<Place>
    private let days: [Int]

    /// - Parameters:
    ///   - labelled: Every field's candidates by label, not merged.
    ///   - title: Candidates behind the document's title.
    init(
        _ view: DocumentView, type: ValueType, schema: ExtractionSchema, itemRows: Set<Int>,
        labelled: [(rule: FieldRule, candidates: [Candidate])], title: [Candidate], titleRow: Int?,
        identifiers: PartyIdentifiers
    ) {
        self.view = view
        self.type = type
        self.itemRows = itemRows
        self.titleRow = titleRow
        isReceipt = schema.name == "receipt"
        isCreditNote = schema.name == "credit-note"
        parties = Set(
            (identifiers.vatIDs + identifiers.ibans).flatMap { found in
                found.tokens.map { Place(row: found.row, start: $0) }
            })
        var values: [Place: (value: String, tokens: Range<Int>)] = [:]
        for (rule, candidates) in labelled where rule.type == type {
            for candidate in candidates {
                let place = Place(row: candidate.row, start: candidate.tokens.lowerBound)
                values[place] = (candidate.value, candidate.tokens)
                if candidate.score > (byPlace[place]?[rule.name]?.score ?? -1) {
                    byPlace[place, default: [:]][rule.name] = candidate
                }
            }
        }
        for candidate in title {
            let place = Place(row: candidate.row, start: candidate.tokens.lowerBound)
            values[place] = values[place] ?? (candidate.value, candidate.tokens)
            if candidate.score > (titles[place]?.score ?? -1) { titles[place] = candidate }
        }
        for (place, value) in Self.printed(type, in: view, itemRows: itemRows) where values[place] == nil {
            values[place] = value
        }
        self.values = values
        order = values.keys.sorted { ($0.row, $0.start) < ($1.row, $1.start) }
        for place in order { count[values[place]?.value ?? "", default: 0] += 1 }
        days = type == .date ? Set(order.compactMap { Day(iso: values[$0]?.value ?? "")?.ordinal }).sorted() : []
    }

    /// All values of the type, wherever they stand; identifiers only outside the items.
    private static func printed(_ type: ValueType, in view: DocumentView, itemRows: Set<Int>)
        -> [Place: (value: String, tokens: Range<Int>)]
    {
        var found: [Place: (value: String, tokens: Range<Int>)] = [:]
        if type == .date {
            for date in view.dates.joined() {
                guard let day = view.dateReader.day(date) else { continue }
                found[Place(row: date.row, start: date.tokens.lowerBound)] = (day.iso, date.tokens)
            }
            return found
        }
        let reader = ValueReader(view: view)
        for (index, row) in view.rows.enumerated() where !itemRows.contains(index) && found.count < 300 {
            for segment in row.segments {
                var position = segment.lowerBound
                while position < segment.upperBound {
                    guard
                        let reading = reader.read(
                            .identifier, row: index, in: position..<segment.upperBound, strict: true),
                        reading.tokens.lowerBound == position, reading.value.utf8.count >= 2
                    else {
                        position += 1
                        continue
                    }
                    found[Place(row: index, start: position)] = (reading.value, reading.tokens)
                    position = reading.tokens.upperBound
                }
            }
        }
        return found
    }

    var isDate: Bool { type == .date }

    /// Every place of the kind, measured for one field.
    func candidates(for field: FieldName) -> [ValueCandidate] {
        order.compactMap { place in
            guard let value = values[place] else { return nil }
            let row = view.rows[place.row]
            let own = byPlace[place]?[field]
            let candidate =
                own ?? titles[place]
                ?? Candidate(
                    field: field, value: value.value, score: 0, row: place.row, tokens: value.tokens,
                    printed: row.text(value.tokens), label: nil, reason: "printed without a known label")
            var it = FeatureVector<ValueFeature>()
            hints(place, field, &it)
            self.place(place, value, &it)
            shape(value.value, &it)
            if type == .date { time(value.value, place, &it) }
            var named = candidate
            named.field = field
            return ValueCandidate(candidate: named, features: it)
        }
    }

    private func hints(_ place: Place, _ field: FieldName, _ it: inout FeatureVector<ValueFeature>) {
        for (name, candidate) in byPlace[place] ?? [:] {
            if name == field {
                switch candidate.reason {
                case LabelledFields.aboveReason: it[.ownAbove] = candidate.score
                case LabelledFields.belowReason: it[.ownBelow] = candidate.score
                default: it[.ownRight] = candidate.score
                }
                continue
            }
            let feature: ValueFeature =
                switch name {
                case .invoiceNumber: .invoiceNumberHint
                case .purchaseOrder, .orderNumber, .salesOrderNumber: .orderHint
                case .invoiceDate: .invoiceDateHint
                case .dueDate: .dueHint
                case .deliveryDate: .deliveryHint
                case .orderDate: .orderDateHint
                case .servicePeriodStart, .servicePeriodEnd: .periodHint
                default: .otherHint
                }
            it[feature] = max(it[feature], candidate.score)
        }
        it[.title] = titles[place]?.score ?? 0
    }

    private func place(
        _ place: Place, _ value: (value: String, tokens: Range<Int>),
        _ it: inout FeatureVector<ValueFeature>
    ) {
        let row = view.rows[place.row]
        let box = row.box(value.tokens)
        let segment = row.segments[row.segment(of: place.start)]
        it[.page] = Double(row.page)
        it[.pageCount] = Double(view.layout.pageCount)
        it[.y] = box.y / max(1, row.pageHeight)
        it[.x] = box.x / max(1, row.pageWidth)
        it[.right] = box.right / max(1, row.pageWidth)
        it[.places] = Double(min(10, count[value.value] ?? 1))
        let tokens = row.tokens[value.tokens]
        it[.size] = (tokens.lazy.map(\.size).max() ?? 0) / max(1, view.layout.textSize)
        it.set(.bold, tokens.contains(where: \.isBold))
        it.set(.isAlone, segment == value.tokens)
        it[.tokensBefore] = Double(min(12, place.start - segment.lowerBound))
        it[.tokensBehind] = Double(min(12, segment.upperBound - value.tokens.upperBound))
        it[.segmentsInRow] = Double(min(8, row.segments.count))
        it.set(.moneyInRow, view.numbers[place.row].contains(where: \.looksLikeMoney))
        it.set(.inItems, itemRows.contains(place.row))
        if let titleRow { it[.titleDistance] = Double(max(-30, min(30, place.row - titleRow))) }
        it.set(
            .labelBefore,
            view.hits[place.row].contains {
                $0.tokens.upperBound <= place.start && $0.tokens.lowerBound >= segment.lowerBound
                    && $0.meanings.contains { $0.strength == .strong }
            })
        if place.start > 0 {
            let before = row.tokens[place.start - 1]
            it.set(.colonBefore, before.endsWithColon)
            it.set(.numberWordBefore, Self.numberWords.contains(before.key) || before.text == "#")
        }
        it.set(.isPartyIdentifier, value.tokens.contains { parties.contains(Place(row: place.row, start: $0)) })
        it.set(.inPostalLine, type == .identifier && PostalLine.find(in: row.tokens[segment]) != nil)
        let sure = tokens.compactMap(\.confidence)
        it[.confidence] = sure.isEmpty ? 1 : sure.reduce(0, +) / Double(sure.count)
        it.set(.isReceipt, isReceipt)
        it.set(.isCreditNote, isCreditNote)
    }

    private func shape(_ value: String, _ it: inout FeatureVector<ValueFeature>) {
        let bytes = Array(value.utf8)
        let isDigit: (UInt8) -> Bool = { $0 >= 48 && $0 <= 57 }
        it[.length] = Double(bytes.count)
        it[.digits] = Double(bytes.lazy.filter(isDigit).count)
        it[.letters] = Double(bytes.lazy.filter { ($0 | 32) >= 97 && ($0 | 32) <= 122 }.count)
        it[.separators] = Double(bytes.lazy.filter { $0 == 45 || $0 == 47 || $0 == 95 || $0 == 46 }.count)
        it.set(
            .isYear, bytes.count == 4 && bytes.allSatisfy(isDigit) && (value.hasPrefix("19") || value.hasPrefix("20")))
        it.set(
            .isMoney,
            bytes.count >= 4 && (bytes[bytes.count - 3] == 44 || bytes[bytes.count - 3] == 46)
                && bytes.allSatisfy { isDigit($0) || $0 == 44 || $0 == 46 })
        it.set(.startsWithZero, bytes.first == 48)
        it.set(.startsWithLetter, bytes.first.map { !isDigit($0) } ?? false)
    }

    private func time(_ value: String, _ place: Place, _ it: inout FeatureVector<ValueFeature>) {
        guard let day = Day(iso: value)?.ordinal, let first = days.first, let last = days.last else { return }
        it.set(.isEarliest, day == first)
        it.set(.isLatest, day == last)
        it.set(
            .timeBeside,
            view.rows[place.row].tokens.contains { token in
                (4...10).contains(token.text.utf8.count) && token.text.holds(":")
                    && token.text.first?.isNumber == true
            })
    }

    private static let numberWords: Set<String> = [
        "no", "nr", "num", "numero", "number", "nummer", "n", "ref", "id", "numer", "cislo", "szam",
    ]
}
