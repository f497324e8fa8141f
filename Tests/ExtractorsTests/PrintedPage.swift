import Invoicing
import Support

@testable import Extractors

/// Pages set by hand: each word five points wide a letter, in lines 14 points apart.
enum PrintedPage {
    /// - Parameter lines: From the top; every line's cells by their left edge, in points.
    static func page(_ number: Int = 1, _ lines: [[(Double, String)]], source: TextSource = .text) -> PageText {
        var words: [Word] = []
        for (index, cells) in lines.enumerated() {
            for (left, text) in cells {
                var x = left
                for part in text.split(separator: " ") {
                    let width = Double(part.count) * 5
                    words.append(
                        Word(
                            text: String(part), box: Box(x: x, y: 40 + Double(index) * 14, width: width, height: 9),
                            size: 9, source: source))
                    x += width + 3
                }
            }
        }
        return PageText(number: number, width: 595, height: 842, words: words, reading: source == .ocr ? .ocr : .text)
    }

    /// One line of text, as a row.
    static func row(_ text: String) -> [PageText] { [page(1, [[(40, text)]])] }

    /// One page, read with the labels of `schemas/invoice.schema.json`.
    static func view(_ lines: [[(Double, String)]], source: TextSource = .text) -> DocumentView {
        DocumentView([page(1, lines, source: source)], lexicon: lexicon)
    }

    private static let lexicon: Lexicon = {
        let schemas = (try? SchemaLoader(folder: Repository.schemas).all()) ?? []
        return Lexicon(schemas.first { $0.name == "invoice" }?.fields ?? [])
    }()
}
