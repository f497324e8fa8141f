/// The lines of a mail that its sender wrote, without what is quoted.
///
/// Quoted is a line that begins with `>`, whether the answer stands above, below or between; and everything from a line on
/// with which a mail program begins a quotation without such signs.
struct OwnText {
    struct Line: Hashable {
        /// Without blanks and invisible characters at both ends; not empty.
        var text: String
        /// Counts from 0; another after each quotation. A signature ends where its block does.
        var block: Int
        /// Directly under a quoted line that has text: it may be what a mail program broke off there.
        var isBelowQuote: Bool
    }

    private(set) var lines: [Line] = []
    /// Whether there was more than is looked at.
    private(set) var isCut = false

    private static let mostBytes = 4_194_304
    private static let mostLines = 200_000
    private static let mostOwnLines = 200

    init(_ text: String) {
        let all = Self.split(text)
        isCut = all.count > Self.mostLines || text.utf8.count > Self.mostBytes
        let page = all.prefix(Self.mostLines).map(ReplyLine.trimmed)
        var block = 0
        var isBelowQuote = false
        var index = 0
        while index < page.count {
            let line = page[index]
            if line.first == ">" {
                if lines.last?.block == block { block += 1 }
                isBelowQuote = line.contains { $0 != ">" && !$0.isWhitespace }
                index += 1
                continue
            }
            switch QuotationStart(page, at: index) {
            case .restIsQuoted: return
            case .linesAbove(let count):
                isBelowQuote = false
                index += count
            case .none:
                if line.isEmpty {
                    isBelowQuote = false
                } else {
                    guard lines.count < Self.mostOwnLines else {
                        isCut = true
                        return
                    }
                    // What is under such a line is no better.
                    lines.append(Line(text: line, block: block, isBelowQuote: isBelowQuote))
                }
                index += 1
            }
        }
    }

    private static func split(_ text: String) -> [Substring.UnicodeScalarView] {
        let part = String(decoding: text.utf8.prefix(mostBytes), as: UTF8.self)
        return part.unicodeScalars.split(maxSplits: mostLines, omittingEmptySubsequences: false) { scalar in
            switch scalar.value {
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
            default: false
            }
        }
    }
}
