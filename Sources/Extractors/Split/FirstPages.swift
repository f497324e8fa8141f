import Invoicing

/// A page that begins a document, and why.
package struct FirstPage: Hashable, Sendable {
    /// The page's number in the file.
    package var number: Int
    /// Empty for the first page of the file.
    package var signs: [FirstPageSign]
}

/// Proposes where documents begin in a file of several pages.
///
/// Walks from page to page, holding each against the pages of the document before. A title or the label of a number at
/// the top is asked for first, as it costs little, and nothing else is asked of pages without either. Terms, time sheets,
/// delivery notes, copies and pages that go on have neither, or the title of something else, or the number of the pages
/// before.
struct FirstPages {
    /// Of ``FirstPageSign/weight``, added up: title, another number and a total before are enough.
    static let needed = 5
    /// Another number and a counter that starts again, or another number, day and total.
    static let neededWithoutTitle = 6
    /// By their schemas: what is sent on its own account and asks somebody to pay or to answer.
    static let beginners: Set<String> = ["invoice", "credit-note", "reminder", "statement"]

    private let view: DocumentView
    private let types: DocumentTypes
    private let signs: () -> PageSigns

    /// - Parameter signs: Asked once at most, where a page may be a first one.
    init(_ view: DocumentView, types: DocumentTypes, signs: @escaping () -> PageSigns) {
        (self.view, self.types, self.signs) = (view, types, signs)
    }

    /// - Parameter kind: Name of the schema of the first document.
    /// - Returns: In order; the file's first page is always there.
    func proposed(_ pages: [Int], kind: String) -> [FirstPage] {
        guard let first = pages.first else { return [] }
        var result = [FirstPage(number: first, signs: [])]
        var (kind, known) = (kind, PageSigns?.none)
        var counter: PageCounter? = counter(of: first)
        var start = 0
        for (index, page) in pages.enumerated().dropFirst() {
            let mine = self.counter(of: page)
            defer { counter = mine }
            guard mine.map({ $0.number == 1 }) ?? true else { continue }
            let title = types.title(of: view.layout, page: page)
            guard title.map(Self.beginners.contains) ?? isNumbered(page) else { continue }
            let facts = known ?? signs()
            known = facts
            var before = PageSigns.Facts()
            for page in pages[start..<index] { before.add(facts[page]) }
            guard let found = weigh(facts[page], before, (title, kind), (mine, counter)) else { continue }
            result.append(FirstPage(number: page, signs: found))
            (kind, start) = (title ?? "invoice", index)
        }
        return result
    }

    private func counter(of page: Int) -> PageCounter? { PageCounter(view.rows[view.layout.rows(ofPage: page)]) }

    /// Whether the label of an invoice's number stands in the upper half.
    private func isNumbered(_ page: Int) -> Bool {
        view.layout.rows(ofPage: page).contains { index in
            view.rows[index].box.y < view.rows[index].pageHeight / 2
                && view.hits[index].contains { $0.startsSegment && $0.strength(for: .invoiceNumber) == .strong }
        }
    }

    /// - Parameters:
    ///   - kinds: What the page's title says, and what the pages before are.
    ///   - counters: Of the page, and of the one before it.
    /// - Returns: `nil` when too little speaks for a first page.
    private func weigh(
        _ page: PageSigns.Facts, _ before: PageSigns.Facts, _ kinds: (title: String?, before: String),
        _ counters: (page: PageCounter?, before: PageCounter?)
    ) -> [FirstPageSign]? {
        var signs: [FirstPageSign] = kinds.title == nil ? [] : [.title]
        if let title = kinds.title, title != kinds.before { signs.append(.otherKind) }
        switch page.numbers(after: before) {
        case .same:
            // Reminders and credit notes name the invoice that they are about.
            guard signs.contains(.otherKind), kinds.title != "invoice" else { return nil }
        case .other: signs.append(.otherNumber)
        case .first: signs.append(.firstNumber)
        case .untold: break
        }
        // A copy whose number cannot be read.
        let isCopy = page.repeats(before) || kinds.title == kinds.before && !page.totals.isDisjoint(with: before.totals)
        guard signs.contains(.otherNumber) || !isCopy else { return nil }
        if counters.page != nil { signs.append(counters.before == nil ? .counterStarts : .counterRestarts) }
        if Self.differ(page.dates, before.dates) { signs.append(.otherDate) }
        if !before.totals.isEmpty {
            signs.append(.totalsBefore)
            if Self.differ(page.totals, before.totals) { signs.append(.ownTotal) }
        }
        if Self.differ(page.vatIDs, before.vatIDs) { signs.append(.otherVATIDs) }
        if Self.differ(page.ibans, before.ibans) { signs.append(.otherAccounts) }
        var sum = signs.reduce(0) { $0 + $1.weight }
        // "Page 1 of 2", and no second page came.
        if let last = counters.before, last.total != nil, !last.isLast { sum -= 2 }
        return sum >= (kinds.title == nil ? Self.neededWithoutTitle : Self.needed) ? signs : nil
    }

    private static func differ(_ left: Set<String>, _ right: Set<String>) -> Bool {
        !left.isEmpty && !right.isEmpty && left.isDisjoint(with: right)
    }
}
