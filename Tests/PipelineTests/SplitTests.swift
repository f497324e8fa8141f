import Extractors
import Foundation
import Invoicing
import Support
import Testing
import Validation

@testable import Pipeline

@Suite("Several documents in one file on their way") struct SplitTests {
    /// Two invoices and a page of terms behind the first.
    private static func page(_ number: Int, _ lines: [String]) -> PageText {
        var words: [Word] = []
        for (line, text) in lines.enumerated() {
            var x = 40.0
            for part in text.split(separator: " ") {
                let width = Double(part.count) * 5
                words.append(
                    Word(
                        text: String(part), box: Box(x: x, y: 40 + Double(line) * 14, width: width, height: 9), size: 9)
                )
                x += width + 3
            }
        }
        return PageText(number: number, width: 595, height: 842, words: words, reading: .text)
    }

    private static func invoice(_ page: Int, _ number: String, _ total: String) -> PageText {
        Self.page(
            page,
            [
                "Kraxi Trading Ltd", "12 Mill Lane", "Invoice", "Invoice no. \(number)", "Date 3 May 2026",
                "Total \(total)",
            ])
    }

    private static let pages = [
        invoice(1, "RE-1001", "120.00"), page(2, ["Terms and conditions"]), invoice(3, "RE-1002", "240.00"),
    ]

    private static func extract() throws -> ExtractDraft {
        ExtractDraft(pages: PageExtractor(schemas: try SchemaLoader(folder: Repository.schemas).all()))
    }

    @Test func eachPageBelongsToOnePart() throws {
        let read = ReadDocument(kind: .pdf, pageCount: 4, pages: Self.pages)
        let drafted = try DraftedDocument(read, by: try Self.extract())
        #expect(drafted.parts.map(\.pages) == [1..<3, 3..<5], "a page that could not be read stays with those before")
        #expect(drafted.isInOrder && drafted.question == nil)
        #expect(drafted.parts.map { $0.draft[.invoiceNumber] } == ["RE-1001", "RE-1002"])
    }

    @Test func aFileWithAnEInvoiceIsNeverSplit() throws {
        let read = ReadDocument(
            kind: .pdf, pageCount: 3, pages: Self.pages,
            attachments: [Attachment(name: "factur-x.xml", bytes: Data("<CrossIndustryInvoice>".utf8))])
        let drafts = try Self.extract().drafts(of: read)
        #expect(drafts.count == 1 && drafts[0].pages == 1..<4, "not even where the XML cannot be read")
    }

    @Test func everyPartSaysThatItWasProposed() async throws {
        let route = DocumentRoute(
            limits: ReadLimits(), reader: SplitReader(extract: try Self.extract(), pages: Self.pages),
            validator: Validator(directory: PartyDirectory(MasterData())), today: { Day(iso: "2026-06-01")! })
        let carried = await route.carry(SourceDocument(name: "x.pdf", bytes: Data("%PDF-1.7\n".utf8)), sha256: "")
        guard case .checked(let first) = carried.end else {
            Issue.record("not read")
            return
        }
        #expect(carried.part == FilePart(number: 1, count: 2, firstPage: 1, lastPage: 2))
        #expect(carried.others.map(\.part) == [FilePart(number: 2, count: 2, firstPage: 3, lastPage: 3)])
        let told = ([first] + carried.others.map(\.checked)).map { $0.findings.filter { $0.rule == "proposed-split" } }
        #expect(told.allSatisfy { $0.count == 1 && $0[0].severity == .review })
        #expect(told[1].first?.message.contains("pages 1–2; page 3") == true)
        #expect(told[1].first?.evidence.map(\.page) == [3])
    }
}

private struct SplitReader: DocumentReader {
    let extract: ExtractDraft
    let pages: [PageText]

    func draft(of document: SourceDocument, as kind: DocumentKind) async throws(ReadFailure) -> DraftedDocument {
        try DraftedDocument(ReadDocument(kind: kind, pageCount: pages.count, pages: pages), by: extract)
    }
    func picture(of document: SourceDocument, as kind: DocumentKind, page: Int, dpi: Int) async throws(ReadFailure)
        -> Data
    { throw ReadFailure(.unsupported, "no pictures here") }
    func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft)
        async throws(ReadFailure) -> JudgedAnswers
    { JudgedAnswers() }
}
