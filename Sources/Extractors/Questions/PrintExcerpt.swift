import Invoicing

/// As much of a document's print as may be shown: the first page, then the last, where totals stand, then those between.
struct PrintExcerpt {
    let pages: [PageText]

    /// - Parameter bytes: UTF-8 bytes of all words together, a space after each.
    init(of pages: [PageText], upTo bytes: Int) {
        let byImportance =
            Array(pages.prefix(1)) + Array(pages.dropFirst().suffix(1)) + Array(pages.dropFirst().dropLast())
        var left = bytes
        var taken: [PageText] = []
        for page in byImportance where left > 0 {
            let excerpt = Self.cut(page, &left)
            if !excerpt.words.isEmpty { taken.append(excerpt) }
        }
        self.pages = taken.sorted { $0.number < $1.number }
    }

    /// From the top of the page downwards.
    private static func cut(_ page: PageText, _ left: inout Int) -> PageText {
        func size(_ words: [Word]) -> Int { words.reduce(0) { $0 + $1.text.utf8.count + 1 } }
        let whole = size(page.words)
        guard whole > left else {
            left -= whole
            return page
        }
        var page = page
        var kept: [Word] = []
        for word in page.words.sorted(by: { ($0.box.y, $0.box.x) < ($1.box.y, $1.box.x) }) {
            left -= word.text.utf8.count + 1
            guard left >= 0 else { break }
            kept.append(word)
        }
        left = 0
        page.words = kept
        return page
    }

    /// A line a row, columns set apart.
    func lines() -> [[String]] {
        let rows = Layout(pages).rows
        return pages.map { page in
            rows.filter { $0.page == page.number }.map { row in
                row.segments.map { Self.plain(row.text($0)) }.joined(separator: "   ")
            }
        }
    }

    /// Control and formatting characters show nothing and can only mislead who reads the line.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter {
                    switch $0.properties.generalCategory {
                    case .control, .format, .surrogate, .privateUse, .unassigned: false
                    default: true
                    }
                }))
    }
}
