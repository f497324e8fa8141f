import Invoicing

/// What the pages of a file say that tells whose pages they are.
struct PageSigns {
    /// What is compared between pages.
    struct Facts {
        /// Folded; what stands under the title or the label of an invoice number, best first.
        var numbers: [String] = []
        /// ISO 8601; what stands under the label of an invoice's day.
        var dates: Set<String> = []
        /// As printed behind the label of a total, in canonical form.
        var totals: Set<String> = []
        var vatIDs: Set<String> = []
        var ibans: Set<String> = []
        /// Folded tokens of the page.
        var words: Set<String> = []
        /// The same in one, as numbers may be printed in groups.
        var text: [UInt8] = []
        /// Whether the print was recognized, so that digits may be misread.
        var isRecognized = false

        /// What several pages say together.
        mutating func add(_ other: Facts) {
            numbers += other.numbers
            dates.formUnion(other.dates)
            totals.formUnion(other.totals)
            vatIDs.formUnion(other.vatIDs)
            ibans.formUnion(other.ibans)
            words.formUnion(other.words)
            text += other.text
            isRecognized = isRecognized || other.isRecognized
        }
    }

    private let view: DocumentView
    /// By the page's number.
    private var facts: [Int: Facts] = [:]

    /// - Parameters:
    ///   - view: Made with labels of invoices, whatever its first page is.
    ///   - rules: Those of invoices.
    init(_ view: DocumentView, rules: [FieldRule], titles: Lexicon, identifiers: PartyIdentifiers) {
        self.view = view
        for row in view.rows {
            for token in row.tokens {
                if !token.key.isEmpty {
                    facts[row.page, default: Facts()].words.insert(token.key)
                    facts[row.page, default: Facts()].text += Array(token.key.utf8)
                }
                if token.source == .ocr { facts[row.page, default: Facts()].isRecognized = true }
            }
        }
        for rule in rules where rule.name == .invoiceNumber {
            let behind = TitleNumbers(view: view, titles: titles).candidates(for: rule)
            for (place, page) in atTheTop(LabelledFields(view).places(for: rule) + behind) {
                let number = Folding.key(place.value)
                // The "1" of a list's first line is printed on every page.
                if number.utf8.count > 2 { facts[page, default: Facts()].numbers.append(number) }
            }
        }
        for rule in rules where rule.name == .invoiceDate {
            for (place, page) in atTheTop(LabelledFields(view).places(for: rule)) {
                facts[page, default: Facts()].dates.insert(place.value)
            }
        }
        readTotals()
        for one in identifiers.vatIDs { facts[one.page, default: Facts()].vatIDs.insert(one.value) }
        for one in identifiers.ibans where one.isValid { facts[one.page, default: Facts()].ibans.insert(one.value) }
    }

    /// Best first, with their pages. Labels in the running text speak of other papers.
    private func atTheTop(_ places: [Candidate]) -> [(place: Candidate, page: Int)] {
        places.sorted { ($0.score, $1.row) > ($1.score, $0.row) }.compactMap { place in
            let row = view.rows[place.row]
            return row.box.y < row.pageHeight * 0.6 ? (place, row.page) : nil
        }
    }

    private mutating func readTotals() {
        for hit in view.hits.joined()
        where hit.startsSegment && Self.totals.contains(where: { hit.strength(for: $0) == .strong }) {
            for number in view.numbers[hit.row]
            where number.tokens.lowerBound >= hit.tokens.upperBound && number.looksLikeMoney {
                facts[view.rows[hit.row].page, default: Facts()].totals.insert(number.value.text(digits: 2))
            }
        }
    }

    private static let totals: [FieldName] = [.grossTotal, .amountDue, .netTotal]

    subscript(page: Int) -> Facts { facts[page] ?? Facts() }
}

extension PageSigns.Facts {
    enum Numbers { case same, other, first, untold }

    /// How the page's number stands to those of the pages before.
    func numbers(after before: Self) -> Numbers {
        guard let own = numbers.first else { return .untold }
        if before.prints(own) { return .same }
        guard let theirs = before.numbers.first else { return .first }
        // Something else may stand under a label there, or here.
        if prints(theirs) { return .untold }
        guard isRecognized || before.isRecognized else { return .other }
        // A digit may have been misread.
        let alike = before.numbers.contains { Self.differences(Misread.shape($0), Misread.shape(own)) <= 1 }
        return alike ? .untold : .other
    }

    /// Whether nearly all of the page's words stand on the pages before, too.
    func repeats(_ before: Self) -> Bool {
        let new = words.count { !before.words.contains($0) }
        return Double(new) < 0.03 * Double(words.count)
    }

    private func prints(_ number: String) -> Bool {
        if numbers.contains(number) || words.contains(number) { return true }
        let wanted = Array(number.utf8)
        // Short ones stand in other numbers, too.
        guard wanted.count >= 6, text.count >= wanted.count else { return false }
        return text.indices.dropLast(wanted.count - 1).contains { start in
            text[start] == wanted[0] && text[start..<start + wanted.count].elementsEqual(wanted)
        }
    }

    /// Places at which two texts differ; many when they are not equally long.
    private static func differences(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        return left.count == right.count ? zip(left, right).count { $0 != $1 } : .max
    }
}
