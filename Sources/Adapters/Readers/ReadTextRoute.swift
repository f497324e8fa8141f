import Extractors
package import Foundation
import Invoicing
package import Pipeline

/// The reader's way of reading, as the pool wants it: pages that need recognition are left for later, where there are
/// several, so that several readers can share them.
package struct ReadTextRoute: ReaderRoute {
    /// From bytes to words, and from words to a draft.
    package typealias Parts = (reading: any PageByPage, extraction: any Extraction)
    /// Takes settings and the files of the document types.
    package typealias Make = (ReadSettings, [String: Data]) throws(ReadFailure) -> Parts

    private let make: Make
    private let glance: Int

    /// - Parameters:
    ///   - glance: Dots per inch up to which a page may be rendered to decide whether it needs recognition.
    ///   - make: Called when the reader learns its settings. Fonts and language data need no loading: they stay readable
    ///     in the sandbox, and most documents need neither.
    package init(glance: Int, make: @escaping Make) {
        self.glance = glance
        self.make = make
    }

    package func start(_ settings: ReadSettings, types: [String: Data]) throws(ReadFailure) -> any ReaderWork {
        ReadTextWork(parts: try make(settings, types), glance: glance)
    }
}

private struct ReadTextWork: ReaderWork {
    let parts: ReadTextRoute.Parts
    let glance: Int

    func open(_ document: SourceDocument, as kind: DocumentKind) throws(ReadFailure) -> any ReaderSession {
        guard let open = try parts.reading.open(document, as: kind) else {
            return PagelessSession(document: ReadDocument(document, withoutPagesAs: kind))
        }
        return ReadTextSession(reading: parts.reading, document: open, kind: kind, glance: glance)
    }

    func drafts(of read: ReadDocument) throws(ReadFailure) -> [DraftedPart] { try parts.extraction.drafts(of: read) }

    func question(about draft: Draft, in read: ReadDocument) -> OpenQuestion? {
        parts.extraction.question(about: draft, in: read)
    }

    func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft) -> JudgedAnswers {
        parts.extraction.judge(answers, to: question, about: draft)
    }
}

/// An e-invoice in XML: there is nothing to be read but the bytes themselves.
private final class PagelessSession: ReaderSession {
    private let document: ReadDocument

    init(document: ReadDocument) { self.document = document }

    func read(pageDone: () -> Void) throws(ReadFailure) -> PartialReading { PartialReading(document: document) }

    func recognize(page: Int) throws(ReadFailure) -> RecognizedPage { throw Self.pageless }

    func picture(page: Int, dpi: Int) throws(ReadFailure) -> Data { throw Self.pageless }

    private static let pageless = ReadFailure(.unsupported, "An e-invoice in XML has no pages to show.")
}

/// One document, open in a reader.
private final class ReadTextSession: ReaderSession {
    private let reading: any PageByPage
    private let document: any OpenDocument
    private let kind: DocumentKind
    private let glance: Int

    init(reading: any PageByPage, document: any OpenDocument, kind: DocumentKind, glance: Int) {
        (self.reading, self.document, self.kind, self.glance) = (reading, document, kind, glance)
    }

    func read(pageDone: () -> Void) throws(ReadFailure) -> PartialReading {
        var partial = PartialReading(document: reading.shell(of: document, as: kind))
        // A single page has nobody to share with.
        let glance = document.pageCount > 1 ? glance : Int.max
        for number in stride(from: 1, through: document.pageCount, by: 1) {
            let glanced = GlancedDocument(document, glance: glance)
            let (page, problem) = reading.page(number, of: glanced)
            if glanced.wantsPicture {
                partial.pending.append(number)
            } else {
                if let problem, problem.endsDocument { throw problem }
                partial.document.put(number, .success(RecognizedPage(page, problem: problem)))
            }
            pageDone()
        }
        return partial
    }

    func recognize(page: Int) throws(ReadFailure) -> RecognizedPage {
        let (page, problem) = reading.page(page, of: document)
        if let problem, problem.endsDocument { throw problem }
        return RecognizedPage(page, problem: problem)
    }

    func picture(page: Int, dpi: Int) throws(ReadFailure) -> Data {
        try document.png(of: page, dpi: dpi)
    }
}
