import Extractors
import Foundation
import Invoicing
import Pipeline
import Support
import Testing

import struct Pipeline.Attachment

@Suite("Reading text") struct ReadTextTests {
    static let document = SourceDocument(name: "a.pdf", bytes: Data("bytes".utf8))

    @Test func xmlIsAnAttachmentWithoutPages() throws {
        let document = SourceDocument(name: "e.xml", bytes: Data("<x/>".utf8))
        let read = try readText([]).read(document, as: .ubl)
        #expect(read.pages.isEmpty && read.pageCount == 0)
        #expect(read.attachments == [Attachment(name: "e.xml", bytes: document.bytes)])
    }

    @Test func aBadPageCostsOnlyItself() throws {
        let read = try readText([.text, .damaged, .text]).read(Self.document, as: .pdf)
        #expect(read.pages.map(\.number) == [1, 2, 3])
        #expect(read.pages.map(\.reading) == [.text, .failed, .text])
        #expect(read.pages[1].problem == "page is damaged")
        #expect(read.problems.map(\.reason) == [.damaged])
    }

    @Test func nothingButBadPagesIsAFailure() {
        #expect { try readText([.damaged, .damaged]).read(Self.document, as: .pdf) } throws: {
            ($0 as? ReadFailure)?.reason == .damaged
        }
    }

    @Test func aKindNobodyOpensIsAFaultOfTheInstallation() {
        #expect { try readText([.text]).read(Self.document, as: .tiff) } throws: {
            ($0 as? ReadFailure)?.reason == .setup
        }
    }

    @Test func missingLanguageDataStopsTheDocument() {
        let failure = ReadFailure(.setup, "no recognition data for xyz")
        #expect { try readText([.text, .scan], .failure(failure)).read(Self.document, as: .pdf) } throws: {
            ($0 as? ReadFailure) == failure
        }
    }

    @Test func aScanTakesItsWordsAndSizeFromRecognition() throws {
        let recognition = Recognition(words: [Self.word("Total", x: 10)], turned: 90, dpi: 200)
        let page = try #require(try readText([.scan], .success(recognition)).read(Self.document, as: .pdf).pages.first)
        #expect(page.reading == .ocr && page.turned == 90)
        #expect(page.width == 800 && page.height == 600, "the upright page")
        #expect(page.words.map(\.text) == ["Total"])
    }

    @Test func aFailedRecognitionFailsThePage() throws {
        let read = try readText([.text, .scan], .failure(ReadFailure(.memory, "gave up"))).read(Self.document, as: .pdf)
        #expect(read.pages[1].reading == .failed && read.pages[1].problem == "gave up")
    }

    @Test func bothKeepsTheTextAndAddsWhatItLacks() throws {
        let found = [Self.word("Stempel", x: 60, source: .ocr), Self.word("Total", x: 300, y: 400, source: .ocr)]
        let page = try #require(
            try readText([.stampedScan], .success(Recognition(words: found, dpi: 200))).read(Self.document, as: .pdf)
                .pages.first)
        #expect(page.reading == .both)
        #expect(page.words.map(\.text) == ["Stamp", "Total"])
        #expect(page.words.map(\.source) == [.text, .ocr])
    }

    /// The text layer keeps its place, so recognized words of a turned picture go back to where they stand on the page.
    @Test(arguments: [
        (90, Box(x: 100, y: 560, width: 10, height: 40)), (180, Box(x: 360, y: 690, width: 40, height: 10)),
        (270, Box(x: 490, y: 200, width: 10, height: 40)),
    ])
    func bothTurnsRecognizedBoxesBack(_ turned: Int, _ box: Box) throws {
        let found = Self.word("Total", x: 200, y: 100, source: .ocr)
        let recognition = Recognition(words: [found], turned: turned, dpi: 200)
        let page = try #require(
            try readText([.stampedScan], .success(recognition)).read(Self.document, as: .pdf).pages.first)
        #expect(page.words.last?.box == box)
        #expect(page.turned == 0 && page.width == 600)
    }

    @Test func whenBothFailsTheTextStays() throws {
        let read = try readText([.stampedScan], .failure(ReadFailure(.memory, "gave up"))).read(Self.document, as: .pdf)
        #expect(read.pages[0].reading == .text && read.pages[0].problem == "gave up")
        #expect(read.pages[0].words.map(\.text) == ["Stamp"])
    }

    @Test func withoutRecognitionAScanIsAPageWithoutWords() throws {
        var settings = ReadSettings()
        settings.ocr = .never
        let page = try #require(try readText([.scan], settings: settings).read(Self.document, as: .pdf).pages.first)
        #expect(page.words.isEmpty && page.reasons == ["recognition is switched off"])
    }

    @Test func theInProcessReaderSaysTheSame() async throws {
        let schemas = try SchemaLoader(folder: Repository.schemas).all()
        let reader = InProcessReader(readText([.text]), ExtractDraft(pages: PageExtractor(schemas: schemas)))
        let drafted = try await reader.draft(of: Self.document, as: .pdf)
        #expect(drafted.pageCount == 1 && drafted.pages.map(\.number) == [1])
        #expect(drafted.draft.schema == "invoice/1")
        let picture = try await reader.picture(of: Self.document, as: .pdf, page: 1, dpi: 72)
        #expect(picture == Data("png 1".utf8))
        await #expect(throws: ReadFailure.self) {
            try await reader.picture(of: Self.document, as: .cii, page: 1, dpi: 72)
        }
    }

    // MARK: A document of made-up pages

    static func word(_ text: String, x: Double, y: Double = 60, source: TextSource = .text) -> Word {
        Word(text: text, box: Box(x: x, y: y, width: 40, height: 10), size: 10, source: source)
    }

    private func readText(
        _ pages: [FakePage],
        _ recognition: Result<Recognition, ReadFailure> = .success(Recognition(words: [], dpi: 200)),
        settings: ReadSettings = ReadSettings()
    ) -> ReadText {
        ReadText(
            sources: [FakeSource(pages: pages)], recognizer: FakeRecognizer(result: recognition), settings: settings)
    }
}

private enum FakePage { case text, scan, stampedScan, damaged }

private struct FakeSource: PageSource {
    let kinds: Set<DocumentKind> = [.pdf]
    let pages: [FakePage]

    func open(_ bytes: Data, as kind: DocumentKind, settings: ReadSettings) throws(ReadFailure) -> any OpenDocument {
        FakeDocument(pages: pages)
    }
}

private final class FakeDocument: OpenDocument {
    let pages: [FakePage]
    init(pages: [FakePage]) { self.pages = pages }

    var pageCount: Int { pages.count }
    var metadata: [String: String] { [:] }
    func attachments(upTo bytes: Int) -> (files: [Pipeline.Attachment], problems: [ReadFailure]) { ([], []) }

    func layer(of page: Int) throws(ReadFailure) -> TextLayer {
        var layer = TextLayer(width: 600, height: 800, words: [])
        switch pages[page - 1] {
        case .damaged: throw ReadFailure(.damaged, "page is damaged")
        case .text:
            layer.words = (0..<30).map { ReadTextTests.word("Rechnung", x: 60, y: Double($0) * 20) }
        case .scan: layer.images = [Box(x: 0, y: 0, width: 600, height: 800)]
        case .stampedScan:
            layer.images = [Box(x: 0, y: 0, width: 600, height: 800)]
            layer.words = [ReadTextTests.word("Stamp", x: 60)]
        }
        return layer
    }

    /// Full of print.
    func raster(of page: Int, dpi: Int) throws(ReadFailure) -> Raster {
        let (width, height) = (600 * dpi / 72, 800 * dpi / 72)
        let pixels = (0..<width * height).map { index -> UInt8 in (index % width) % 3 == (index / width) % 2 ? 40 : 255
        }
        return Raster(width: width, height: height, dpi: dpi, pixels: pixels)
    }

    func png(of page: Int, dpi: Int) throws(ReadFailure) -> Data { Data("png \(page)".utf8) }
}

private struct FakeRecognizer: TextRecognizer {
    let result: Result<Recognition, ReadFailure>
    func recognize(_ raster: Raster, settings: ReadSettings) throws(ReadFailure) -> Recognition { try result.get() }
}
