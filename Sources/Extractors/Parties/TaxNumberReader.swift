import Invoicing

/// Finds tax numbers that carry no country, by the labels of VAT ids: "P. IVA 01234567890", "NIP: 123-456-78-90".
struct TaxNumberReader {
    let view: DocumentView

    init(_ view: DocumentView) { self.view = view }

    /// The number behind or under a label.
    func labelled(_ hit: LabelHit) -> PartyIdentifiers.Found? {
        let isOwn = hit.strength(for: .supplierVATID) == .strong
        guard isOwn || hit.strength(for: .customerVATID) == .strong else { return nil }
        for place in places(of: hit) {
            if let reading = Self.number(view.rows[place.row], place.tokens) {
                return PartyIdentifiers.Found(
                    reading, row: place.row, in: view, label: view.rows[hit.row].text(hit.tokens),
                    owner: isOwn ? nil : .customer, valid: false)
            }
        }
        return nil
    }

    private func places(of hit: LabelHit) -> [(row: Int, tokens: Range<Int>)] {
        let row = view.rows[hit.row]
        let segment = row.segments[hit.segment]
        var places: [(row: Int, tokens: Range<Int>)] = []
        if hit.tokens.upperBound < segment.upperBound {
            places.append((hit.row, hit.tokens.upperBound..<segment.upperBound))
        } else if hit.segment + 1 < row.segments.count {
            places.append((hit.row, row.segments[hit.segment + 1]))
        }
        if hit.endsSegment, hit.row + 1 < view.rows.count, view.rows[hit.row + 1].page == row.page {
            let next = view.rows[hit.row + 1]
            if next.box.y - hit.box.bottom < 2 * max(6, hit.box.height),
                let under = LabelledFields(view).segment(of: next, under: hit.box, limit: hit.box.right + 60)
            {
                places.append((hit.row + 1, next.segments[under]))
            }
        }
        return places
    }

    /// 7...15 letters and digits, at most eight of them letters, printed in up to six groups.
    private static func number(_ row: Row, _ range: Range<Int>) -> ValueReader.Reading? {
        guard
            let start = range.prefix(4).first(where: { row.tokens[$0].hasDigit || row.tokens[$0].key.utf8.count <= 4 })
        else { return nil }
        for first in start..<min(start + 3, range.upperBound)
        where isPart(row.tokens[first])
            && (row.tokens[first].hasDigit || VATNumberReader.isCountry(row.tokens[first]))
        {
            var key = ""
            var ends: [ValueReader.Reading] = []
            for end in first..<min(first + 6, range.upperBound)
            where isPart(row.tokens[end]) && ends.count == end - first {
                key += row.tokens[end].key.uppercased()
                guard key.utf8.count <= 15 else { break }
                ends.append(ValueReader.Reading(value: key, tokens: first..<end + 1))
            }
            guard let whole = ends.last else { continue }
            let digits = whole.value.utf8.lazy.filter { $0 >= 48 && $0 <= 57 }.count
            guard digits >= 7, whole.value.utf8.count - digits <= 8 else { continue }
            // "NIP 5261040828 REGON …": other numbers may follow; check digits tell where this one ends.
            return passes(whole.value) ? whole : ends.last { $0.value.utf8.count >= 9 && passes($0.value) } ?? whole
        }
        return nil
    }

    /// Whether check digits of any country hold.
    private static func passes(_ key: String) -> Bool {
        GSTIN.isValid(key) || ABN.isValid(key) || VATID.isValid(key)
            || countries.contains { VATID.completed(key, country: $0) != nil }
    }

    private static let countries = [
        "AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]

    /// All digits, or capitals and digits, perhaps with points and dashes: no date, no amount, no word.
    private static func isPart(_ token: Token) -> Bool {
        guard !token.key.isEmpty, DateReader.numeric(token.text) == nil || token.text.utf8.count == 8 else {
            return false
        }
        let isShort = token.key.utf8.count <= 3 && token.text == token.text.uppercased() && !token.hasDigit
        let isCode = token.hasDigit && token.text.allSatisfy { $0.isNumber || $0.isUppercase || ".-/ ".contains($0) }
        return isShort || isCode
    }
}
