package import Foundation
import Invoicing
package import Pipeline

/// The reader's way of reading, as the pool wants it: pages that need recognition are left for later, where there are
/// several, so that several readers can share them.
package struct ReadTextRoute: ReaderRoute {
    private let make: @Sendable (ReadSettings) -> any PageByPage
    private let glance: Int

    /// - Parameters:
    ///   - glance: Dots per inch up to which a page may be rendered to decide whether it needs recognition.
    ///   - make: Called when the reader learns its settings.
    package init(glance: Int, make: @escaping @Sendable (ReadSettings) -> any PageByPage) {
        self.glance = glance
        self.make = make
    }

    /// Nothing: fonts and language data stay readable in the sandbox, and most documents need neither.
    package func warmUp(_ settings: ReadSettings) throws(ReadFailure) {}

    package func open(
        _ bytes: Data, as kind: DocumentKind, settings: ReadSettings
    ) throws(ReadFailure) -> any ReaderSession {
        let reading = make(settings)
        guard let open = try reading.open(SourceDocument(name: "", bytes: bytes), as: kind) else {
            throw ReadFailure(.unsupported, "A document without pages has nothing to be read by a reader.")
        }
        return ReadTextSession(reading: reading, document: open, kind: kind, glance: glance)
    }
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
