import Invoicing

/// Finds accounts: as IBANs, in the form of their country, and where they go on in the next line.
struct AccountReader {
    let view: DocumentView
    private let reader: ValueReader

    init(_ view: DocumentView) {
        self.view = view
        reader = ValueReader(view: view)
    }

    /// The account that begins at a token.
    func read(row index: Int, from start: Int) -> PartyIdentifiers.Found? {
        let token = view.rows[index].tokens[start]
        if token.mayStartCountryCode { return international(index, start) }
        return token.hasDigit && !token.hasLetter ? national(index, start) : nil
    }

    private func international(_ index: Int, _ start: Int) -> PartyIdentifiers.Found? {
        let row = view.rows[index]
        let range = start..<row.tokens.count
        if let iban = reader.read(.iban, row: index, in: range), iban.tokens.lowerBound == start {
            return found(iban, index, valid: true)
        }
        guard row.tokens[start].text.utf8.count >= 2 else { return nil }
        let code = row.tokens[start].key.prefix(2).uppercased()
        if let length = IBAN.length(inCountry: code), let whole = continued(index, start, "", length) {
            return found(whole, index, valid: true)
        }
        // What is called an account and is none by its checksum is still better shown than lost.
        guard isCalledIBAN(index, start), let like = reader.ibanLike(row: index, in: range) else { return nil }
        return found(like, index, valid: false)
    }

    private func found(_ reading: ValueReader.Reading, _ index: Int, valid: Bool) -> PartyIdentifiers.Found {
        PartyIdentifiers.Found(reading, row: index, in: view, owner: owner(index, reading.tokens), valid: valid)
    }

    /// "IBAN: …", or "IBAN" alone in the line above.
    private func isCalledIBAN(_ index: Int, _ start: Int) -> Bool {
        let row = view.rows[index]
        if row.tokens[..<start].suffix(3).contains(where: { $0.key.hasSuffix("iban") }) { return true }
        guard let segment = row.segments.first(where: { $0.lowerBound == start }) else { return false }
        return view.segments(over: row.box(segment), above: index, rows: 1).contains { above, tokens in
            view.rows[above].tokens[tokens.upperBound - 1].key.hasSuffix("iban")
        }
    }

    // MARK: An account over two lines

    /// An account that ends its line too early and goes on in the next one: of its block, or of its paragraph.
    /// - Parameters:
    ///   - prefix: What the country leaves out before its digits.
    ///   - length: Characters of the whole.
    /// - Returns: `nil` unless the whole is an IBAN: only the checksum says that two lines are one number.
    private func continued(_ index: Int, _ start: Int, _ prefix: String, _ length: Int) -> ValueReader.Reading? {
        let row = view.rows[index]
        let segment = row.segments[row.segment(of: start)]
        let first = row.tokens[start..<segment.upperBound]
        let head = prefix + first.lazy.map { $0.key.uppercased() }.joined()
        let bytes = Array(head.utf8)
        guard bytes.count >= 6, bytes.count < length, first.count <= 9,
            bytes[2...3].allSatisfy({ $0 >= 48 && $0 <= 57 })
        else { return nil }
        // Its line begins where the number does, the block of the number, or the paragraph.
        let edges = [start, segment.lowerBound, 0].map { row.tokens[$0].box.x }
        let box = row.box(start..<segment.upperBound)
        for below in view.rows.indices[(index + 1)...].prefix(4) {
            let next = view.rows[below]
            guard next.page == row.page, next.box.y - box.bottom < 1.6 * max(6, box.height) else { break }
            for segment in next.segments
            where edges.contains(where: { abs(next.tokens[segment.lowerBound].box.x - $0) < 6 }) {
                var key = head
                for token in segment.prefix(8) where key.utf8.count < length {
                    key += next.tokens[token].key.uppercased()
                }
                if key.utf8.count == length, IBAN.isValid(key) {
                    return ValueReader.Reading(value: key, tokens: start..<start + first.count)
                }
            }
        }
        return nil
    }

    // MARK: Accounts as printed at home

    /// Digits in groups that are an account of a country which prints them without `PL61`, `PT50` …
    private func national(_ index: Int, _ start: Int) -> PartyIdentifiers.Found? {
        let row = view.rows[index]
        let segment = row.segments[row.segment(of: start)]
        guard start == segment.lowerBound || !Self.isGroup(row.tokens[start - 1]), Self.isGroup(row.tokens[start])
        else { return nil }
        var key = ""
        var end = start
        while end < segment.upperBound, end - start < 9, Self.isGroup(row.tokens[end]), key.utf8.count < 26 {
            key += row.tokens[end].key
            end += 1
        }
        for country in ["PL", "PT", "SI"] where country == "PL" || isCalled(country, index, start) {
            if let iban = IBAN.completed(key, country: country) {
                return found(ValueReader.Reading(value: iban, tokens: start..<end), index, valid: true)
            }
        }
        guard end == segment.upperBound, isCalled("PL", index, start), (8..<26).contains(key.utf8.count),
            let whole = continued(index, start, "PL", 28)
        else { return nil }
        return found(whole, index, valid: true)
    }

    private static func isGroup(_ token: Token) -> Bool {
        token.hasDigit && token.text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 || $0 == 45 || $0 == 46 }
    }

    /// Words for the accounts of a country in the line or over it.
    private func isCalled(_ country: String, _ index: Int, _ start: Int) -> Bool {
        guard let words = Self.words[country] else { return false }
        let row = view.rows[index]
        if row.tokens[..<start].suffix(5).contains(where: { words.contains($0.key) }) { return true }
        return view.segments(over: row.box(start..<start + 1), above: index, rows: 1).contains { above, tokens in
            view.rows[above].tokens[tokens].contains { words.contains($0.key) }
        }
    }

    private static let words: [String: Set<String>] = [
        "PL": ["konto", "konta", "kontonr", "nrkonta", "rachunek", "rachunku", "nrrachunku", "nrb", "rachunki"],
        "PT": ["nib"], "SI": ["trr", "racun", "racuna"],
    ]

    // MARK: Whose it is

    /// They stand beside an account that money is taken from.
    static let debitWords: Set<String> = [
        "abgebucht", "eingezogen", "lastschrift", "preleve", "prelevement", "debited", "debit", "bankeinzug",
        "einzug", "incasso", "domiciliacion", "addebito", "abbuchung", "ihrem", "mandat", "zulasten",
    ]

    /// An account that money is taken from is the customer's.
    private func owner(_ index: Int, _ tokens: Range<Int>) -> PartyIdentifiers.Owner? {
        let place = view.rows[index]
        for row in max(0, index - 2)...index
        where view.rows[row].page == place.page && place.box.y - view.rows[row].box.bottom < 22 {
            if view.rows[row].tokens.contains(where: { Self.debitWords.contains($0.key) }) { return .customer }
        }
        return nil
    }
}
