import Invoicing

/// What the pages of a file say that tells whose pages they are.
struct PageSigns {
    /// What is compared between pages.
    struct Facts {
        /// Folded; what stands under the title or the label of an invoice number, best first.
        var numbers: [String] = []
        /// As printed behind the label of a total, in canonical form.
        var totals: Set<String> = []
        var vatIDs: Set<String> = []
        var ibans: Set<String> = []
        /// Folded tokens of the page.
        var words: Set<String> = []
        /// Whether the print was recognized, so that digits may be misread.
        var isRecognized = false

        /// What several pages say together.
        mutating func add(_ other: Facts) {
            numbers += other.numbers
            totals.formUnion(other.totals)
            vatIDs.formUnion(other.vatIDs)
            ibans.formUnion(other.ibans)
            words.formUnion(other.words)
            isRecognized = isRecognized || other.isRecognized
        }
    }

    private let view: DocumentView
    /// By the page's number.
    private let facts: [Int: Facts]

    /// - Parameter view: Made with labels of invoices, whatever its first page is.
    init(_ view: DocumentView, number: FieldRule, titles: Lexicon) {
        self.view = view
        var facts: [Int: Facts] = [:]
        for row in view.rows {
            for token in row.tokens {
                if !token.key.isEmpty { facts[row.page, default: Facts()].words.insert(token.key) }
                if token.source == .ocr { facts[row.page, default: Facts()].isRecognized = true }
            }
        }
        let labelled = LabelledFields(view).places(for: number)
        let places = labelled + TitleNumbers(view: view, titles: titles).candidates(for: number)
        for place in places.sorted(by: { ($0.score, $1.row) > ($1.score, $0.row) }) {
            // Labels in the running text speak of other papers.
            let row = view.rows[place.row]
            guard row.box.y < row.pageHeight * 0.6 else { continue }
            facts[row.page, default: Facts()].numbers.append(Folding.key(place.value))
        }
        for hit in view.hits.joined() where hit.startsSegment && hit.strength(for: .grossTotal) == .strong {
            for number in view.numbers[hit.row]
            where number.tokens.lowerBound >= hit.tokens.upperBound && number.looksLikeMoney {
                facts[view.rows[hit.row].page, default: Facts()].totals.insert(number.value.text(digits: 2))
            }
        }
        let identifiers = PartyIdentifiers(view)
        for one in identifiers.vatIDs { facts[one.page, default: Facts()].vatIDs.insert(one.value) }
        for one in identifiers.ibans where one.isValid { facts[one.page, default: Facts()].ibans.insert(one.value) }
        self.facts = facts
    }

    subscript(page: Int) -> Facts { facts[page] ?? Facts() }
}

extension PageSigns.Facts {
    enum Numbers { case same, other, first, untold }

    /// How the page's number stands to those of the pages before.
    func numbers(after before: Self) -> Numbers {
        guard let own = numbers.first else { return .untold }
        guard let theirs = before.numbers.first else { return .first }
        if before.numbers.contains(own) || before.words.contains(own) || numbers.contains(theirs)
            || words.contains(theirs)
        {
            return .same
        }
        guard isRecognized || before.isRecognized else { return .other }
        // A digit may have been misread.
        let alike = before.numbers.contains { Self.differences(Misread.shape($0), Misread.shape(own)) <= 1 }
        return alike ? .untold : .other
    }

    /// Places at which two texts differ; many when they are not equally long.
    private static func differences(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        return left.count == right.count ? zip(left, right).count { $0 != $1 } : .max
    }
}
