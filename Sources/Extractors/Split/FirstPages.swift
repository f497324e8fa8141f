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
/// Walks from page to page, holding each against the pages of the document before. Titles and counters cost little, so
/// they are asked first, and nothing else is asked of pages without either. Terms, time sheets, delivery notes, copies
/// and pages that go on have no title of their own, the title of something else, or the number of the pages before.
struct FirstPages {
    /// Of ``FirstPageSign/weight``, added up. Title, number and total are enough; no two alone are.
    static let needed = 4
    /// By their schemas: what is sent on its own account and asks somebody to pay or to answer.
    static let beginners: Set<String> = ["invoice", "credit-note", "reminder", "statement"]

    private let layout: Layout
    private let types: DocumentTypes
    private let signs: () -> PageSigns?

    /// - Parameter signs: Asked once at most, where a page may be a first one; `nil` = no kind of document has a number.
    init(_ layout: Layout, types: DocumentTypes, signs: @escaping () -> PageSigns?) {
        (self.layout, self.types, self.signs) = (layout, types, signs)
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
            let title = mine.map { $0.number > 1 } ?? false ? nil : types.title(of: layout, page: page)
            defer { counter = mine }
            guard let title, Self.beginners.contains(title) else { continue }
            if known == nil { known = signs() }
            guard let known else { return result }
            var before = PageSigns.Facts()
            for page in pages[start..<index] { before.add(known[page]) }
            let found = weigh(known[page], before, title == kind ? nil : title, mine, counter)
            guard let found else { continue }
            result.append(FirstPage(number: page, signs: found))
            (kind, start) = (title, index)
        }
        return result
    }

    private func counter(of page: Int) -> PageCounter? { PageCounter(layout.rows[layout.rows(ofPage: page)]) }

    /// - Parameter otherKind: The title's kind where it is not that of the pages before.
    /// - Returns: `nil` when too little speaks for a first page.
    private func weigh(
        _ page: PageSigns.Facts, _ before: PageSigns.Facts, _ otherKind: String?, _ counter: PageCounter?,
        _ counterBefore: PageCounter?
    ) -> [FirstPageSign]? {
        var signs: [FirstPageSign] = otherKind == nil ? [.title] : [.title, .otherKind]
        switch page.numbers(after: before) {
        case .same:
            // Reminders and credit notes name the invoice that they are about.
            if otherKind == nil { return nil }
        case .other: signs.append(.otherNumber)
        case .first: signs.append(.firstNumber)
        case .untold: break
        }
        if counter?.number == 1 { signs.append(counterBefore == nil ? .counterStarts : .counterRestarts) }
        if !before.totals.isEmpty {
            signs.append(.totalsBefore)
            if !page.totals.isEmpty, page.totals.isDisjoint(with: before.totals) { signs.append(.ownTotal) }
        }
        if Self.differ(page.vatIDs, before.vatIDs) { signs.append(.otherVATIDs) }
        if Self.differ(page.ibans, before.ibans) { signs.append(.otherAccounts) }
        var sum = signs.reduce(0) { $0 + $1.weight }
        // "Page 1 of 2", and no second page came.
        if let counterBefore, counterBefore.total != nil, !counterBefore.isLast { sum -= 2 }
        return sum >= Self.needed ? signs : nil
    }

    private static func differ(_ left: Set<String>, _ right: Set<String>) -> Bool {
        !left.isEmpty && !right.isEmpty && left.isDisjoint(with: right)
    }
}
