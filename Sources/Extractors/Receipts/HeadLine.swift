import Invoicing

/// One line of a receipt's head, without the specks at its ends, and what it is.
struct HeadLine {
    enum Kind {
        /// Stains, logos, single letters.
        case noise
        case contact
        /// A company's or a tax number.
        case register
        /// Post code and town.
        case postal
        /// A part of an address by its words or its comma.
        case street
        /// A title, date, amount or label: the business of the receipt.
        case business
        case text
    }

    let row: Int
    /// Of the row's tokens, without specks.
    let tokens: Range<Int>
    let text: String
    let kind: Kind
    /// Ends with a comma: the address goes on below.
    let isOpen: Bool
    /// Mean of the recognizer's confidence over the letters, 0...1.
    let confidence: Double
    let size: Double
    let box: Box
}

extension HeadLine {
    /// - Parameter titles: Folded titles of documents.
    init?(_ row: Row, at index: Int, view: DocumentView, names: NameJudge) {
        guard let tokens = HeadLine.kept(row) else { return nil }
        self.row = index
        self.tokens = tokens
        let words = row.tokens[tokens]
        text = names.clean(row.text(tokens))
        isOpen = words.last?.text.hasSuffix(",") == true
        let letters = words.reduce(0) { $0 + $1.key.utf8.count }
        confidence =
            words.reduce(0.0) { $0 + ($1.confidence ?? 1) * Double($1.key.utf8.count) } / Double(max(1, letters))
        size = words.lazy.map(\.size).max() ?? 0
        box = row.box(tokens)
        kind = HeadLine.kind(words, text, confidence, row: index, view: view, names: names)
    }

    /// The tokens without what recognition makes of specks and frames at the ends of a line.
    private static func kept(_ row: Row) -> Range<Int>? {
        var range = row.tokens.indices
        while let first = range.first, isSpeck(row.tokens[first]) { range = range.dropFirst() }
        while let last = range.last, isSpeck(row.tokens[last]) { range = range.dropLast() }
        return range.isEmpty ? nil : range
    }

    private static func isSpeck(_ token: Token) -> Bool {
        let count = token.key.utf8.count
        if count == 0 { return true }
        let sure = token.confidence ?? 1
        if count == 1, !token.hasDigit { return sure < 0.75 }
        return count <= 2 && sure < 0.4 || sure < 0.15
    }

    private static func kind(
        _ words: ArraySlice<Token>, _ text: String, _ confidence: Double, row: Int, view: DocumentView,
        names: NameJudge
    ) -> Kind {
        let letters = words.reduce(0) { $0 + $1.key.utf8.count { $0 >= 97 } }
        let digits = words.reduce(0) { $0 + $1.key.utf8.count { $0 >= 48 && $0 <= 57 } }
        if isContact(words, letters: letters, digits: digits) { return .contact }
        if isRegister(words, letters: letters, digits: digits) { return .register }
        let isCompany = LegalForms.isCompany(words) || ReceiptWords.isCompany(words)
        if !view.dates[row].isEmpty { return .business }
        let hasSum = view.numbers[row].contains { !$0.isPercent && ($0.decimals == 2 || $0.currency != nil) }
        if hasSum, !isCompany { return .business }
        if isPostal(words), confidence >= 0.4 { return .postal }
        if letters < 3 { return digits > 3 ? .business : .noise }
        let isStreet = isStreet(words, text)
        if !isCompany, isBusiness(words, text, names) { return .business }
        if confidence < 0.4 && !isStreet { return .noise }
        if letters < 8, confidence < 0.6, !isStreet { return .noise }
        return isStreet && !isCompany ? .street : .text
    }

    private static func isPostal(_ words: ArraySlice<Token>) -> Bool {
        guard let postal = PostalLine.find(in: repaired(words)), let town = postal.city.split(separator: " ").first
        else {
            return false
        }
        // "Lot 2811, Jalan Angsa": a number before a street is no post code.
        return Folding.key(postal.city).utf8.count { $0 >= 97 } >= 3 && !ReceiptWords.way.contains(Folding.key(town))
    }

    /// Post codes with letters for digits made whole.
    private static func repaired(_ words: ArraySlice<Token>) -> ArraySlice<Token> {
        var words = words
        for index in words.indices where (5...7).contains(words[index].text.utf8.count) {
            if let digits = Misread.digits(words[index].text) { words[index].text = digits }
        }
        return words
    }

    private static func isContact(_ words: ArraySlice<Token>, letters: Int, digits: Int) -> Bool {
        if words.contains(where: { $0.text.holds("@") || $0.key.hasPrefix("www") }) { return true }
        if digits >= 7, letters <= 2, words.allSatisfy({ $0.text.utf8.allSatisfy { $0 != 44 } }),
            digits > 4 + letters, words.count <= 5
        {
            return true
        }
        return words.prefix(3).contains { ReceiptWords.contact.contains($0.key) }
            && (digits >= 3 || letters < 12 || words.contains { $0.text.holds(".") })
    }

    /// "(867388-U)", "Co. Reg. No: 1234-X", "GST ID 0012..."
    private static func isRegister(_ words: ArraySlice<Token>, letters: Int, digits: Int) -> Bool {
        if digits >= 4, words.contains(where: { ReceiptWords.register.contains($0.key) }) { return true }
        if digits >= 4, let first = words.first?.key, ["company", "co"].contains(first), words.count <= 6 {
            return true
        }
        guard let first = words.first, words.count <= 2, digits >= 3 else { return false }
        return letters <= 2 && (first.text.hasPrefix("(") || first.text.holds("-") || first.text.holds("("))
    }

    private static func isBusiness(_ words: ArraySlice<Token>, _ text: String, _ names: NameJudge) -> Bool {
        if names.titles.contains(Folding.key(text)) { return true }
        if words.count <= 6,
            let title = names.titles.first(where: { Folding.key(text).hasPrefix($0) && $0.utf8.count > 5 }),
            !title.isEmpty
        {
            return true
        }
        if words.contains(where: { $0.endsWithColon && !addressLabels.contains($0.key) }) { return true }
        let known = words.filter { ReceiptWords.business.contains($0.key) }.count
        if known > 0, words.contains(where: { $0.endsWithColon }) { return true }
        return known * 2 >= words.count || known > 0 && words.contains(where: \.hasDigit)
    }

    private static let addressLabels: Set<String> = [
        "no", "lot", "add", "addr", "address", "adresse", "anschrift", "adres", "direccion", "indirizzo", "alamat",
    ]

    /// By its words, or by a house number before a comma. "No." and "Lot" need a number, others do not.
    private static func isStreet(_ words: ArraySlice<Token>, _ text: String) -> Bool {
        let hasDigit = words.contains(where: \.hasDigit)
        let isPlace = words.contains { token in
            ReceiptWords.place.contains(token.key)
                && (token.key.utf8.count > 3 || hasDigit || token.text.hasSuffix("."))
        }
        if isPlace { return true }
        if hasDigit, words.contains(where: { $0.text.hasSuffix(",") }) { return true }
        if let last = words.last, last.text.hasSuffix(",") { return true }
        guard let last = words.last, hasDigit else { return false }
        let isNumbered = last.hasDigit || words.first?.hasDigit == true
        return isNumbered
            && words.contains { token in
                ReceiptWords.placeEndings.contains {
                    token.key.hasSuffix($0) && token.key.utf8.count > $0.utf8.count + 2
                }
            }
    }
}

extension ReceiptWords {
    /// Legal forms as receipts print and recognition misreads them: "SDN. BHD", "S/B", "SON BHD".
    static func isCompany(_ words: ArraySlice<Token>) -> Bool {
        guard words.count > 1 else { return false }
        // "Acme Enterprise" is a business, "12 Enterprise Drive" is not.
        if words.last?.key == "enterprise" { return true }
        return words.dropFirst().contains { token in
            ["bhd", "8hd", "bhb"].contains(token.key) || token.text.uppercased() == "S/B"
        }
    }
}
