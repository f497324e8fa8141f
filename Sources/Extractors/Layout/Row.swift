package import Invoicing

/// Tokens printed on one line of a page, left to right, cut into segments where the space is wide.
package struct Row: Sendable {
    /// Counted from 1.
    package var page: Int
    package var tokens: [Token]
    /// Index ranges of `tokens`, in order, without gaps.
    package var segments: [Range<Int>]
    package var box: Box
    /// Height of the page, points.
    package var pageHeight: Double
    package var pageWidth: Double

    package func text(_ range: Range<Int>) -> String {
        tokens[range].text
    }

    package func box(_ range: Range<Int>) -> Box {
        var result = tokens[range.lowerBound].box
        for token in tokens[range].dropFirst() { result = result.union(token.box) }
        return result
    }

    /// Index into `segments` of the segment that holds a token.
    package func segment(of token: Int) -> Int {
        segments.firstIndex { $0.contains(token) } ?? 0
    }
}

extension ArraySlice<Token> {
    /// The printed words with blanks between them. In a loop: `joined` is not specialized for lazy sequences.
    var text: String {
        guard var text = first?.text else { return "" }
        for token in dropFirst() {
            text += " "
            text += token.text
        }
        return text
    }
}

/// The rows of a whole document, in reading order.
package struct Layout: Sendable {
    package var rows: [Row]
    package var pageCount: Int
    /// Median size of the document's print, points.
    package var textSize: Double

    package init(_ pages: [PageText]) {
        var rows: [Row] = []
        var sizes: [Double] = []
        for page in pages {
            let (upright, margins) = MarginPrint(page.words).parted
            let tokens = Token.tokens(of: TallPrint.evened(RecognizedPrint.evened(upright)))
            sizes.append(contentsOf: tokens.lazy.map(\.size))
            let builder = RowBuilder(page: page)
            rows.append(contentsOf: builder.rows(of: tokens))
            rows.append(contentsOf: margins.compactMap { builder.marginRow(of: Token.tokens(of: $0)) })
        }
        sizes.sort()
        self.rows = rows
        pageCount = pages.count
        textSize = sizes.isEmpty ? 10 : sizes[sizes.count / 2]
    }

    /// Rows of one page, as indices into `rows`.
    package func rows(ofPage page: Int) -> Range<Int> {
        let first = rows.firstIndex { $0.page == page } ?? rows.endIndex
        let end = rows[first...].firstIndex { $0.page != page } ?? rows.endIndex
        return first..<end
    }
}

/// Finds the lines of a page.
struct RowBuilder {
    let page: PageText

    func rows(of tokens: [Token]) -> [Row] {
        let order = tokens.indices.sorted {
            (tokens[$0].box.midY, tokens[$0].box.x) < (tokens[$1].box.midY, tokens[$1].box.x)
        }
        var clusters: [(indices: [Int], top: Double, bottom: Double)] = []
        for index in order {
            let box = tokens[index].box
            if let fit = bestCluster(for: box, in: clusters) {
                clusters[fit].indices.append(index)
                // A tall word (a logo, a stamp) must not widen the line it stands in.
                if box.height <= (clusters[fit].bottom - clusters[fit].top) * 1.3 {
                    clusters[fit].top = min(clusters[fit].top, box.y)
                    clusters[fit].bottom = max(clusters[fit].bottom, box.bottom)
                }
            } else {
                clusters.append(([index], box.y, box.bottom))
            }
        }
        return
            clusters
            .map { row(of: $0.indices.map { tokens[$0] }.sorted { $0.box.x < $1.box.x }) }
            .sorted { $0.box.midY < $1.box.midY }
    }

    private func bestCluster(for box: Box, in clusters: [(indices: [Int], top: Double, bottom: Double)]) -> Int? {
        var best: (index: Int, shared: Double)?
        for index in clusters.indices.suffix(8).reversed() {
            let cluster = clusters[index]
            let shared = min(cluster.bottom, box.bottom) - max(cluster.top, box.y)
            let share = shared / max(0.1, min(box.height, cluster.bottom - cluster.top))
            let middle = abs((cluster.top + cluster.bottom) / 2 - box.midY)
            guard share > 0.55, middle < 0.6 * max(box.height, cluster.bottom - cluster.top) else { continue }
            if share > (best?.shared ?? 0) { best = (index, share) }
        }
        return best?.index
    }

    private func row(of tokens: [Token]) -> Row {
        var segments: [Range<Int>] = []
        var start = 0
        for index in tokens.indices.dropFirst() where isWide(tokens[index - 1], tokens[index]) {
            segments.append(start..<index)
            start = index
        }
        segments.append(start..<tokens.count)
        var box = tokens[0].box
        for token in tokens.dropFirst() { box = box.union(token.box) }
        return Row(
            page: page.number, tokens: tokens, segments: segments, box: box, pageHeight: page.height,
            pageWidth: page.width)
    }

    /// A line that runs up the margin; its tokens keep the boxes they have on the page.
    func marginRow(of tokens: [Token]) -> Row? {
        guard let first = tokens.first else { return nil }
        return Row(
            page: page.number, tokens: tokens, segments: [0..<tokens.count],
            box: tokens.dropFirst().reduce(first.box) { $0.union($1.box) }, pageHeight: page.height,
            pageWidth: page.width)
    }

    /// A space of more than an em separates columns; so does a printed separator, and a change of print size.
    private func isWide(_ left: Token, _ right: Token) -> Bool {
        if right.followsBreak { return true }
        let em = min(max(left.box.height, 4), max(right.box.height, 4))
        let gap = right.box.x - left.box.right
        if gap > em * 0.95 { return true }
        // Letter-spaced print has wide spaces inside its words.
        return gap > em * 0.7 && left.key.utf8.count > 1 && right.key.utf8.count > 1 && left.endsWithColon
    }
}
