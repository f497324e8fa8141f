import Invoicing

/// A printed value with its place.
struct TypedSpot: Hashable {
    var value: String
    var row: Int
    var tokens: Range<Int>
}

/// Every value of a kind that a document prints, labelled or not, in the order of reading.
struct TypedSpots {
    let view: DocumentView

    func all(_ type: ValueType) -> [TypedSpot] {
        switch type {
        case .date:
            return view.dates.joined().compactMap { date in
                view.dateReader.day(date).map { TypedSpot(value: $0.iso, row: date.row, tokens: date.tokens) }
            }
        case .amount, .quantity, .percent:
            return view.numbers.joined().filter { ($0.isPercent) == (type == .percent) }.map {
                TypedSpot(value: $0.value.text(digits: type == .amount ? 2 : 0), row: $0.row, tokens: $0.tokens)
            }
        case .text, .name, .address: return texts()
        case .boolean: return []
        case .vatID, .taxNumber: return read(type) + read(.identifier).filter { Self.isNumber($0.value) }
        default: return read(type)
        }
    }

    /// A national number printed without its country.
    private static func isNumber(_ value: String) -> Bool {
        let digits = value.utf8.lazy.filter { $0 >= 48 && $0 <= 57 }.count
        return digits >= 7 && value.utf8.count <= 20
    }

    /// Whole segments, and what stands behind a colon.
    private func texts() -> [TypedSpot] {
        view.rows.enumerated().flatMap { index, row in
            row.segments.flatMap { segment -> [TypedSpot] in
                var ranges = [segment]
                if let colon = segment.dropLast().last(where: { row.tokens[$0].endsWithColon }) {
                    ranges.append(colon + 1..<segment.upperBound)
                }
                return ranges.map { TypedSpot(value: row.text($0), row: index, tokens: $0) }
            }
        }
    }

    private func read(_ type: ValueType) -> [TypedSpot] {
        let reader = ValueReader(view: view)
        var found: [TypedSpot] = []
        for (index, row) in view.rows.enumerated() where found.count < 600 {
            for segment in row.segments {
                var position = segment.lowerBound
                while position < segment.upperBound {
                    guard let reading = reader.read(type, row: index, in: position..<segment.upperBound, strict: true),
                        reading.tokens.lowerBound >= position
                    else {
                        position += 1
                        continue
                    }
                    found.append(TypedSpot(value: reading.value, row: index, tokens: reading.tokens))
                    position = max(position + 1, reading.tokens.upperBound)
                }
            }
        }
        return found
    }
}

/// Finds a text in a document's print.
struct PrintedText {
    let view: DocumentView

    /// The first tokens in a row that together fold to the same as the text.
    func find(_ text: String) -> TypedSpot? { all(text).first }

    /// A VAT id, which some print without its country.
    func all(vatID: String) -> [TypedSpot] {
        let found = all(vatID)
        let hasCountry = vatID.utf8.prefix(2).allSatisfy { ($0 | 32) >= 97 && ($0 | 32) <= 122 }
        return found.isEmpty && hasCountry && vatID.utf8.count >= 9 ? all(String(vatID.dropFirst(2))) : found
    }

    func all(_ text: String) -> [TypedSpot] {
        let key = Array(Folding.key(text).utf8)
        guard !key.isEmpty else { return [] }
        var found: [TypedSpot] = []
        for (index, row) in view.rows.enumerated() {
            for start in row.tokens.indices {
                var length = 0
                var end = start
                while end < row.tokens.count, length < key.count {
                    let part = row.tokens[end].key.utf8
                    guard length + part.count <= key.count, key[length..<length + part.count].elementsEqual(part) else {
                        break
                    }
                    length += part.count
                    end += 1
                    if length == key.count, !row.tokens[start].key.isEmpty {
                        found.append(TypedSpot(value: row.text(start..<end), row: index, tokens: start..<end))
                    }
                }
            }
        }
        return found
    }

    /// The tokens of the row that a box covers; `nil` when it covers none.
    func tokens(in box: Box, page: Int) -> TypedSpot? {
        var best: TypedSpot?
        for (index, row) in view.rows.enumerated() where row.page == page {
            let inside = row.tokens.indices.filter { box.contains(middleOf: row.tokens[$0].box) }
            guard let first = inside.first, let last = inside.last, inside.count > best?.tokens.count ?? 0 else {
                continue
            }
            best = TypedSpot(value: row.text(first..<last + 1), row: index, tokens: first..<last + 1)
        }
        return best
    }
}

extension Box {
    fileprivate func contains(middleOf other: Box) -> Bool {
        other.midX >= x && other.midX <= right && other.midY >= y && other.midY <= bottom
    }
}
