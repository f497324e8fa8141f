import Invoicing

/// A name that may be the supplier's or the customer's, with all places where it is printed.
struct PartyCandidate {
    var name: String
    /// Its first or best described place.
    var row: Int
    var tokens: Range<Int>
    var block: AddressBlock?
    var label: String?
    var reasons: [String]
    var places: [(row: Int, tokens: Range<Int>)]
    var features = FeatureVector<PartyFeature>()

    /// - Parameter chance: 0...1, that it is the party in question.
    func entry(_ chance: Double) -> NameEvidence.Entry {
        var seen: Set<String> = []
        return NameEvidence.Entry(
            name: name, row: row, tokens: tokens, doubt: 1 - chance,
            reasons: reasons.filter { seen.insert($0).inserted },
            label: label, block: block)
    }
}

/// What is measured of a name. Lengths are shares of the page, or counts; flags are 0 or 1.
enum PartyFeature: Int, CaseIterable, Sendable {
    /// What the rules say: chance 0...1 that it is one or the other.
    case supplierHint, customerHint
    /// Weight of a label beside or above it.
    case supplierLabel, customerLabel, shippingLabel, payeeLabel
    /// Place among the names under such a label, or under a sender's line, in the same column; 0 when under none.
    case supplierRank, customerRank, shippingRank, payeeRank, senderRank
    /// It heads an address: lines under each other, or all in one line.
    case inBlock, inOneLine, blockIsSupplierLike, blockIsLetterhead, blockUnderSender, blockRank, blockCount
    case firstY, firstX, rightEdge, lastY, lastPage, places
    /// How many plausible names stand before it.
    case order
    case size, bold, isCompany, words, characters, digits, isCapitals, capitalised
    /// Share of the name that the web or mail domain repeats; rows to the nearest VAT id or account, 20 at most.
    case domain, identifierDistance, bankWord
    case isWholeLine, streetBelow, postalBelow, labelAbove, salutation
    case segmentsInRow, moneyInRow, labelInSegment, labelWords, contactBelow
    /// Rows from the document's title, negative above it; 0 without title.
    case titleDistance
    case confidence, pageCount, inItems, isReceipt
    /// An order or a delivery note: who sends it is no supplier of an invoice.
    case isOrder
    /// Which of the two addresses of the first page is higher, and which is further left.
    case leftOfOthers, isOnlyBlock
    /// Names of the document with a legal form.
    case companies
}

extension PartyReader {
    /// Every plausible name of the document, measured.
    /// - Parameter itemRows: Rows of the table of items.
    func candidates(_ labelled: LabelledParties, itemRows: Set<Int>) -> [PartyCandidate] {
        let suppliers = supplierEvidence(labelled)
        let customers = customerEvidence(labelled)
        var found: [String: PartyCandidate] = [:]
        var order: [String] = []
        func add(_ name: String, _ row: Int, _ tokens: Range<Int>, _ entry: NameEvidence.Entry? = nil) {
            let key = NameEvidence.key(name)
            guard key.utf8.count >= 2 else { return }
            if found[key] == nil { order.append(key) }
            var known = found[key] ?? PartyCandidate(name: name, row: row, tokens: tokens, reasons: [], places: [])
            if !known.places.contains(where: { $0.row == row && $0.tokens.overlaps(tokens) }) {
                known.places.append((row, tokens))
            }
            if let entry {
                known.block = known.block ?? entry.block
                known.label = known.label ?? entry.label
                known.reasons += entry.reasons
            }
            found[key] = known
        }
        for line in lines.lines where !itemRows.contains(line.row) && isWorthALook(line) {
            for range in spans(of: line) {
                let row = view.rows[line.row]
                let name = names.clean(row.text(range))
                let tokens = row.tokens[range]
                guard names.isPlausible(tokens, name), !names.isStreet(tokens) || LegalForms.isCompany(tokens) else {
                    continue
                }
                add(name, line.row, range)
            }
        }
        for (name, row, tokens) in joinedNames(itemRows) { add(name, row, tokens) }
        for entry in suppliers.ranked + customers.ranked { add(entry.name, entry.row, entry.tokens, entry) }
        let scene = PartyScene(
            reader: self, labelled: labelled, itemRows: itemRows, places: found.values.flatMap(\.places))
        return order.enumerated().compactMap { position, key in
            guard var candidate = found[key] else { return nil }
            candidate.features = scene.measure(
                candidate, order: position, supplier: suppliers.score(of: candidate.name) ?? 0,
                customer: customers.score(of: candidate.name) ?? 0)
            return candidate
        }
    }

    /// First and last page, and the edges of those between: elsewhere stand items.
    private func isWorthALook(_ line: TextLine) -> Bool {
        guard line.tokens.count <= 14, line.text.utf8.count <= 110 else { return false }
        if line.page == 1 || line.page == view.layout.pageCount { return true }
        let place = line.box.y / max(1, view.rows[line.row].pageHeight)
        return place < 0.15 || place > 0.85
    }

    /// Names of two lines: the second ends with a legal form, or goes on with "&".
    private func joinedNames(_ itemRows: Set<Int>) -> [(String, Int, Range<Int>)] {
        lines.lines.compactMap { line in
            guard line.page == 1, !itemRows.contains(line.row), let below = line.below, isWorthALook(line) else {
                return nil
            }
            let next = lines.lines[below]
            let tokens = view.rows[line.row].tokens[line.tokens]
            let nextTokens = view.rows[next.row].tokens[next.tokens]
            let isOnlyForm = nextTokens.allSatisfy { LegalForms.contains($0.key) || $0.key.isEmpty }
            guard !LegalForms.isCompany(tokens),
                LegalForms.isCompany(nextTokens) || isOnlyForm || next.text.hasPrefix("&"),
                tokens.count + nextTokens.count <= 9, !names.isStreet(tokens), !names.isStreet(nextTokens),
                names.isPlausible(tokens, names.clean(line.text)), !names.isSalutation(tokens)
            else { return nil }
            return (names.clean(line.text) + " " + names.clean(next.text), line.row, line.tokens)
        }
    }

    /// The whole line; up to its first comma; up to its legal form; behind its colon; without its form of address.
    private func spans(of line: TextLine) -> [Range<Int>] {
        let row = view.rows[line.row]
        // What a colon ends is a label.
        let colon = line.tokens.dropLast().last { row.tokens[$0].endsWithColon }
        let start = colon.map { $0 + 1 } ?? line.tokens.lowerBound
        // Two columns that stand close: "Acme Ltd  Bill to".
        let heading = view.hits[line.row].first { hit in
            hit.tokens.lowerBound > start && hit.tokens.upperBound == line.tokens.upperBound
                && hit.meanings.contains { $0.strength == .strong && Self.parties.contains($0.field) }
        }
        let rest = start..<(heading?.tokens.lowerBound ?? line.tokens.upperBound)
        var spans = [rest]
        if let comma = rest.dropLast().first(where: {
            row.tokens[$0].text.hasSuffix(",") || row.tokens[$0].text.hasSuffix(";")
        }) {
            spans.append(start..<comma + 1)
        }
        if let dash = rest.dropFirst().dropLast().first(where: { ["-", "–", "/"].contains(row.tokens[$0].text) }) {
            spans.append(start..<dash)
        }
        // "Receipt for Acme Ltd"
        if let preposition = rest.prefix(3).dropFirst().first(where: { Self.prepositions.contains(row.tokens[$0].key) }
        ),
            preposition + 1 < rest.upperBound
        {
            spans.append(preposition + 1..<rest.upperBound)
        }
        if let company = companyRange(line, row) { spans.append(company) }
        if line.tokens.count > 2, Self.formsOfAddress.contains(row.tokens[line.tokens.lowerBound].key) {
            spans.append(line.tokens.dropFirst())
        }
        return spans.filter { !$0.isEmpty }
    }

    private static let parties: Set<FieldName> = [.supplierName, .customerName, .shippingName, .payeeName]
    private static let prepositions: Set<String> = [
        "for", "to", "fur", "an", "pour", "para", "per", "a", "voor", "aan", "till", "til", "dla", "pro",
    ]
    private static let formsOfAddress: Set<String> = [
        "herrn", "herr", "frau", "mr", "mrs", "ms", "mme", "monsieur", "madame", "dhr", "mevr", "sig", "sigra", "sr",
        "sra", "pan", "pani", "firma",
    ]

    func examples(itemRows: Set<Int>) -> [ScoringExample] {
        let labelled = LabelledParties(view: view, lines: lines, names: names, blocks: blocks)
        return examplesBesideNames(labelled, itemRows: itemRows)
            + candidates(labelled, itemRows: itemRows).flatMap { candidate in
                (isReceipt ? [FieldName.supplierName] : [.supplierName, .customerName]).map {
                    ScoringExample(model: $0.rawValue, value: candidate.name, features: candidate.features.values)
                }
            }
    }
}
