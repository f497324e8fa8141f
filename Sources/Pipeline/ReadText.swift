import Foundation
package import Invoicing

/// Turns a document into words: text layer, recognition, or both, page by page. What a reader process runs.
package struct ReadText: Sendable {
    private let sources: [any PageSource]
    private let recognizer: any TextRecognizer
    private let settings: ReadSettings

    package init(sources: [any PageSource], recognizer: any TextRecognizer, settings: ReadSettings) {
        self.sources = sources
        self.recognizer = recognizer
        self.settings = settings
    }

    /// Reads all pages, one after the other.
    /// - Throws: ``ReadFailure`` when the document cannot be opened, is past a cap, or not one page could be read.
    package func read(_ document: SourceDocument, as kind: DocumentKind) throws(ReadFailure) -> ReadDocument {
        guard let open = try open(document, as: kind) else {
            return ReadDocument(document, withoutPagesAs: kind)
        }
        var result = shell(of: open, as: kind)
        var firstFailure: ReadFailure?
        for number in 1...open.pageCount {
            let (page, problem) = page(number, of: open)
            result.pages.append(page)
            if let problem {
                // A cap on the whole document, or an installation that cannot read, is no matter of one page.
                if [.tooMuchText, .setup].contains(problem.reason) { throw problem }
                result.problems.append(problem)
                firstFailure = firstFailure ?? problem
            }
        }
        if let firstFailure, result.pages.allSatisfy({ $0.reading == .failed }), result.attachments.isEmpty {
            throw firstFailure
        }
        return result
    }

    /// - Returns: `nil` for e-invoice XML, which has no pages.
    /// - Throws: ``ReadFailure`` when the document cannot be opened or is past a cap.
    package func open(_ document: SourceDocument, as kind: DocumentKind) throws(ReadFailure) -> (any OpenDocument)? {
        switch kind {
        case .cii, .ubl: return nil
        case .pdf, .png, .jpeg, .tiff: break
        }
        guard let source = sources.first(where: { $0.kinds.contains(kind) }) else {
            throw ReadFailure(.setup, "this installation has nothing that opens \(kind.rawValue.uppercased()) files")
        }
        return try source.open(document.bytes, as: kind, settings: settings)
    }

    /// All of a document but its pages: metadata, attachments and what was wrong with them.
    package func shell(of document: any OpenDocument, as kind: DocumentKind) -> ReadDocument {
        let (files, problems) = document.attachments(upTo: settings.limits.bytes)
        return ReadDocument(
            kind: kind, pageCount: document.pageCount, pages: [], metadata: document.metadata, attachments: files,
            problems: problems)
    }

    /// Reads one page; the pages of one document may be read by several readers, in any order.
    /// - Parameter number: Counted from 1.
    /// - Returns: The page, with the failure that took all or part of it.
    package func page(_ number: Int, of document: any OpenDocument) -> (page: PageText, problem: ReadFailure?) {
        do throws(ReadFailure) {
            let layer = try document.layer(of: number)
            return try ReadPage(number: number, layer: layer, recognizer: recognizer, settings: settings).read(document)
        } catch {
            let page = PageText(
                number: number, width: 0, height: 0, words: [], reading: .failed, problem: error.message)
            return (page, error)
        }
    }
}
