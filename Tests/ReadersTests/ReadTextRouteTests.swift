import Extractors
import Foundation
import Invoicing
import Pipeline
import Testing

@testable import Readers

@Suite("The reader's route") struct ReadTextRouteTests {
    private func session(_ pages: String) throws -> any ReaderSession {
        let route = ReadTextRoute(glance: 50) { _, _ in (LetterPages(), NoExtraction()) }
        let work = try route.start(ReadSettings(), types: [:])
        return try work.open(SourceDocument(name: "", bytes: Data(pages.utf8)), as: .pdf)
    }

    @Test func leavesPicturesForLaterWhereThereAreSeveralPages() throws {
        var done = 0
        let partial = try session("TGPTP").read { done += 1 }
        #expect(partial.document.pages.map(\.number) == [1, 2, 4])
        #expect(partial.pending == [3, 5])
        #expect(partial.document.problems == [])
        #expect(done == 5)
        #expect(try session("TGPTP").recognize(page: 3).page.reading == .ocr)
    }

    @Test func recognizesASinglePageAtOnce() throws {
        let partial = try session("P").read {}
        #expect(partial.pending == [])
        #expect(partial.document.pages.map(\.reading) == [.ocr])
    }

    @Test func keepsProblemsOfPagesAndStopsAtThoseOfTheDocument() throws {
        #expect(try session("TD").read {}.document.problems == [ReadFailure(.damaged, "damaged")])
        #expect(throws: ReadFailure(.tooMuchText, "too much")) { try session("TM").read {} }
        #expect(throws: ReadFailure(.tooMuchText, "too much")) { try session("M").recognize(page: 1) }
    }
}

private struct NoExtraction: Extraction {
    func drafts(of read: ReadDocument) throws(ReadFailure) -> [DraftedPart] {
        [DraftedPart(Draft(schema: "invoice/1"), pages: 1..<read.pageCount + 1)]
    }
    func question(about draft: Draft, in read: ReadDocument) -> OpenQuestion? { nil }
    func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft) -> JudgedAnswers {
        JudgedAnswers()
    }
}

/// A page a letter: T text, G text that is glanced at, P picture, D damaged, M too much text.
private struct LetterPages: PageByPage {
    func open(_ document: SourceDocument, as kind: DocumentKind) throws(ReadFailure) -> (any OpenDocument)? {
        LetterDocument(letters: Array(String(decoding: document.bytes, as: UTF8.self)))
    }

    func shell(of document: any OpenDocument, as kind: DocumentKind) -> ReadDocument {
        ReadDocument(kind: kind, pageCount: document.pageCount, pages: [])
    }

    func page(_ number: Int, of document: any OpenDocument) -> (page: PageText, problem: ReadFailure?) {
        var page = PageText(number: number, width: 1, height: 1, words: [], reading: .text)
        do throws(ReadFailure) {
            if try document.layer(of: number).words.isEmpty {
                _ = try document.raster(of: number, dpi: 50)
                guard try document.layer(of: number).width > 1 else { return (page, nil) }
                _ = try document.raster(of: number, dpi: 300)
                page.reading = .ocr
            }
            return (page, nil)
        } catch {
            page.reading = .failed
            return (page, error)
        }
    }
}

private final class LetterDocument: OpenDocument {
    private let letters: [Character]
    init(letters: [Character]) { self.letters = letters }

    var pageCount: Int { letters.count }
    var metadata: [String: String] { [:] }

    func attachments(upTo bytes: Int) -> (files: [Pipeline.Attachment], problems: [ReadFailure]) { ([], []) }

    func layer(of page: Int) throws(ReadFailure) -> TextLayer {
        let word = Word(text: "x", box: Box(x: 0, y: 0, width: 1, height: 1), size: 1)
        switch letters[page - 1] {
        case "T": return TextLayer(width: 1, height: 1, words: [word])
        case "G": return TextLayer(width: 1, height: 1, words: [])
        case "P": return TextLayer(width: 2, height: 1, words: [])
        case "M": throw ReadFailure(.tooMuchText, "too much")
        default: throw ReadFailure(.damaged, "damaged")
        }
    }

    func raster(of page: Int, dpi: Int) throws(ReadFailure) -> Raster {
        Raster(width: 1, height: 1, dpi: dpi, pixels: [0])
    }

    func png(of page: Int, dpi: Int) throws(ReadFailure) -> Data { Data() }
}
