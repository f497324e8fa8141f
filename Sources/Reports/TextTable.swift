/// A table of plain text for terminals.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package var title: String
        package var right: Bool
        /// Columns it may shrink to when the terminal is narrow; `nil` = never cut.
        package var least: Int?

        package init(_ title: String, right: Bool = false, least: Int? = nil) {
            self.title = title
            self.right = right
            self.least = least
        }
    }

    package var columns: [Column]
    package var rows: [[String]]

    package init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    private static let gap = 2

    /// - Parameter width: Columns of the terminal; `nil` = as wide as it needs.
    package func text(width: Int?, style: TerminalStyle = .plain) -> String {
        let cells = rows.map { $0.map(TextWidth.oneLine) }
        let widths = fitted(cells, to: width)
        func line(_ texts: [String]) -> String {
            let parts = columns.indices.map { index in
                TextWidth.fitted(
                    index < texts.count ? texts[index] : "", to: widths[index], right: columns[index].right)
            }
            var joined = parts.joined(separator: String(repeating: " ", count: Self.gap))
            while joined.last == " " { joined.removeLast() }
            return joined
        }
        let head = style.quiet(line(columns.map(\.title)))
        return ([head] + cells.map(line)).map { $0 + "\n" }.joined()
    }

    /// Widths the texts need; when that is too much, the widest column that may shrink gives way first.
    private func fitted(_ cells: [[String]], to width: Int?) -> [Int] {
        var widths = columns.map { TextWidth.of($0.title) }
        for row in cells {
            for (index, text) in row.prefix(widths.count).enumerated() {
                widths[index] = max(widths[index], TextWidth.of(text))
            }
        }
        guard let width else { return widths }
        while widths.reduce(0, +) + Self.gap * (widths.count - 1) > width {
            let shrinkable = widths.indices.filter { index in columns[index].least.map { widths[index] > $0 } ?? false }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }
}

/// Colours of a terminal, or none.
package struct TerminalStyle: Hashable, Sendable {
    private let colours: Bool
    package static let plain = TerminalStyle(colours: false)
    package static let coloured = TerminalStyle(colours: true)

    private init(colours: Bool) { self.colours = colours }

    package func strong(_ text: String) -> String { wrapped(text, "1") }
    package func quiet(_ text: String) -> String { wrapped(text, "2") }
    package func good(_ text: String) -> String { wrapped(text, "32") }
    package func doubtful(_ text: String) -> String { wrapped(text, "33") }
    package func bad(_ text: String) -> String { wrapped(text, "31") }

    private func wrapped(_ text: String, _ code: String) -> String {
        colours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
