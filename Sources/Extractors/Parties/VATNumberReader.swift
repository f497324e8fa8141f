import Invoicing

/// Finds VAT ids that carry their country: "DE123456789", "NL 8231.71.224.B01", "CHE-116.281.710 MWST".
struct VATNumberReader {
    let view: DocumentView
    private let reader: ValueReader

    init(_ view: DocumentView) {
        self.view = view
        reader = ValueReader(view: view)
    }

    /// The VAT id that begins at a token.
    func read(row index: Int, from start: Int) -> PartyIdentifiers.Found? {
        let row = view.rows[index]
        guard row.tokens[start].mayStartCountryCode, row.tokens[start].text.utf8.count >= 2 else { return nil }
        let narrow = start..<row.segments[row.segment(of: start)].upperBound
        let printed = reader.read(.vatID, row: index, in: narrow).flatMap { $0.tokens.lowerBound == start ? $0 : nil }
        let repaired = Self.repaired(row, narrow, printed)
        guard let vat = repaired?.reading ?? printed else { return nil }
        // "C.F. 02847190358": two letters before a number are no country.
        guard
            Self.countries.contains(String(row.tokens[vat.tokens.lowerBound].text.filter(\.isLetter).prefix(2)))
                || vat.value.first?.isNumber == true
        else { return nil }
        let label =
            view.hits[index].last { $0.tokens.upperBound <= vat.tokens.lowerBound }
            ?? view.label(over: row.box(vat.tokens), above: index)
        let valid = VATID.check(vat.value) == .valid
        let isLabelled =
            label.map { $0.strength(for: .supplierVATID) != nil || $0.strength(for: .customerVATID) != nil } ?? false
        // A repaired number alone is no sign that it is a VAT id.
        guard
            valid && repaired == nil || isLabelled
                || (max(0, index - 2)...index).contains(where: { Self.saysVAT(view.rows[$0]) })
        else {
            return nil
        }
        return PartyIdentifiers.Found(
            vat, row: index, in: view, label: isLabelled ? label.map { view.rows[$0.row].text($0.tokens) } : nil,
            owner: label?.vatOwner, valid: valid, repair: repaired?.repair)
    }

    /// A recognized VAT id of a country whose check digits fail, with one look-alike put right.
    /// - Parameter printed: What was read as it stands; `nil` when it has no country's format.
    /// - Returns: `nil` in a text layer, and unless exactly one repair passes.
    private static func repaired(_ row: Row, _ range: Range<Int>, _ printed: ValueReader.Reading?)
        -> (reading: ValueReader.Reading, repair: Misread.Repair)?
    {
        let start = range.lowerBound
        guard countries.contains(row.tokens[start].text.filter(\.isLetter).prefix(2).uppercased()),
            printed.map({ !VATID.isValid($0.value) }) ?? true
        else { return nil }
        let ends =
            printed.map { $0.tokens.upperBound...$0.tokens.upperBound } ?? start + 1...min(range.upperBound, start + 6)
        var found: [(reading: ValueReader.Reading, repair: Misread.Repair)] = []
        for end in ends where row.tokens[start..<end].allSatisfy({ $0.source == .ocr }) {
            let text = row.tokens[start..<end].map(\.text).joined()
            guard text.utf8.count >= 8 else { continue }
            for repair in Misread.repairs(text, as: VATID.self, keeping: 2) {
                found.append((ValueReader.Reading(value: repair.value, tokens: start..<end), repair))
            }
        }
        return found.count == 1 ? found.first { $0.repair.isGuarded } : nil
    }

    /// "DE", but not the "C.F." or "No" before a number.
    static func isCountry(_ token: Token) -> Bool { countries.contains(token.text.filter(\.isLetter)) }

    /// Countries whose VAT ids begin with their code.
    private static let countries: Set<String> = [
        "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "EU", "FI", "FR", "GB", "GR", "HR", "HU",
        "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK",
        "SM", "TR", "UA", "XI",
    ]

    private static func saysVAT(_ row: Row) -> Bool { row.tokens.contains { vatWords.contains($0.key) } }

    private static let vatWords: Set<String> = [
        "vat", "ust", "ustid", "ustidnr", "tva", "btw", "iva", "nip", "mwst", "vatno", "vatid", "idnr",
    ]
}

extension LabelHit {
    /// The customer, where a label of VAT ids says so and the same words are not for the supplier's.
    var vatOwner: PartyIdentifiers.Owner? {
        strength(for: .customerVATID) == .strong && strength(for: .supplierVATID) != .strong ? .customer : nil
    }
}

extension Token {
    /// Two letters, with which VAT ids and IBANs begin; the digits are sometimes printed apart from them.
    var mayStartCountryCode: Bool {
        let start = key.utf8.prefix(2)
        guard start.count == 2, start.allSatisfy({ $0 >= 97 && $0 <= 122 }) else { return false }
        return text.first.map { $0.isUppercase || !$0.isLetter } ?? false
    }
}
