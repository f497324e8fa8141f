import Foundation
import Invoicing

/// Pages as bytes: words are most of an answer, and JSON for them took longer than reading a page.
/// Numbers are little-endian, texts UTF-8 with a length before them; fonts are numbered per page, 0 is none.
enum PageCodec {
    /// Bytes of the smallest word: nothing in it.
    private static let smallestWord = 4 + 4 * 8 + 4 + 8 + 8 + 1

    static func encoded(_ pages: [PageText]) -> Data {
        var writer = ByteWriter()
        writer.list(pages) { write($1, to: &$0) }
        return writer.bytes
    }

    /// - Throws: ``MessageFault`` for anything that ``encoded(_:)`` cannot have made.
    static func decoded(_ bytes: Data) throws(MessageFault) -> [PageText] {
        var reader = ByteReader(Array(bytes))
        return try pages(&reader)
    }

    /// All that is left.
    static func pages(_ reader: inout ByteReader) throws(MessageFault) -> [PageText] {
        let pages = try reader.list(eachAtLeast: 20, readPage)
        guard reader.isAtEnd else { throw MessageFault(reason: "bytes after the last page") }
        return pages
    }

    private static let readings: [PageReading] = [.text, .ocr, .both, .failed]
    static let sources: [TextSource] = [.xml, .text, .ocr, .computed]

    private static func write(_ page: PageText, to writer: inout ByteWriter) {
        write(PageSummary(page), to: &writer)
        let fonts = fontNumbers(of: page.words)
        writer.texts(fonts.sorted { $0.value < $1.value }.map(\.key))
        writer.list(page.words) { write($1, fonts: fonts, to: &$0) }
    }

    static func write(_ page: PageSummary, to writer: inout ByteWriter) {
        writer.count(page.number)
        writer.number(page.width)
        writer.number(page.height)
        writer.byte(readings.firstIndex(of: page.reading) ?? 0)
        writer.count(page.turned)
        writer.texts(page.reasons)
        writer.optional(page.problem)
    }

    private static func fontNumbers(of words: [Word]) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for case let font? in words.lazy.map(\.font) where numbers[font] == nil { numbers[font] = numbers.count + 1 }
        return numbers
    }

    private static func write(_ word: Word, fonts: [String: Int], to writer: inout ByteWriter) {
        writer.text(word.text)
        writer.box(word.box)
        writer.count(word.font.flatMap { fonts[$0] } ?? 0)
        writer.number(word.size)
        writer.number(word.confidence ?? -1)
        writer.byte(sources.firstIndex(of: word.source) ?? 0)
        writer.optional(word.layerText)
    }

    private static func readPage(_ reader: inout ByteReader) throws(MessageFault) -> PageText {
        let page = try readSummary(&reader)
        let fonts = try reader.texts()
        let words = try reader.list(eachAtLeast: smallestWord) { reader throws(MessageFault) in
            try readWord(&reader, fonts: fonts)
        }
        return PageText(
            number: page.number, width: page.width, height: page.height, words: words, reading: page.reading,
            reasons: page.reasons, turned: page.turned, problem: page.problem)
    }

    static func readSummary(_ reader: inout ByteReader) throws(MessageFault) -> PageSummary {
        let number = try reader.count()
        let width = try reader.number()
        let height = try reader.number()
        let reading = try reader.choice(of: readings)
        let turned = try reader.count()
        let reasons = try reader.texts()
        let problem = try reader.optional()
        guard [0, 90, 180, 270].contains(turned) else { throw MessageFault(reason: "a page turned by \(turned)") }
        return PageSummary(
            number: number, width: width, height: height, reading: reading, reasons: reasons, turned: turned,
            problem: problem)
    }

    private static func readWord(_ reader: inout ByteReader, fonts: [String]) throws(MessageFault) -> Word {
        let text = try reader.text()
        let box = try reader.box()
        let font = try reader.count()
        let size = try reader.number()
        let confidence = try reader.number()
        let source = try reader.choice(of: sources)
        let layerText = try reader.optional()
        guard font <= fonts.count else { throw MessageFault(reason: "a font that is not listed") }
        guard confidence == -1 || (0...1).contains(confidence) else {
            throw MessageFault(reason: "a confidence outside 0...1")
        }
        return Word(
            text: text, box: box, font: font == 0 ? nil : fonts[font - 1], size: size,
            confidence: confidence == -1 ? nil : confidence, source: source, layerText: layerText)
    }
}
