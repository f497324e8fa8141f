package import Extractors
import Foundation
package import Invoicing
package import Validation

/// The whole way of a document, top to bottom: identify, read, extract, check. A change in what happens begins here.
package struct DocumentRoute: DocumentWay {
    private let limits: ReadLimits
    private let reader: any DocumentReader
    private let extract: ExtractDraft
    private let validator: Validator
    private let today: @Sendable () -> Day

    /// - Parameter today: The day that printed dates are held against.
    package init(
        limits: ReadLimits, reader: any DocumentReader, extractor: PageExtractor, validator: Validator,
        today: @escaping @Sendable () -> Day
    ) {
        self.limits = limits
        self.reader = reader
        extract = ExtractDraft(pages: extractor)
        self.validator = validator
        self.today = today
    }

    package func carry(_ document: SourceDocument, sha256: String) async -> CarriedDocument {
        var watch = StopWatch()
        var kind: DocumentKind?
        do throws(ReadFailure) {
            let identified = try Identify(limits: limits).kind(of: document.bytes)
            kind = identified
            let read = try await reader.read(document, as: identified)
            watch.lap("read")
            let draft = try extract.draft(of: read)
            watch.lap("extract")
            let checked = check(draft)
            watch.lap("validate")
            return CarriedDocument(
                kind: identified, pageCount: read.pageCount, pages: read.pages, end: .checked(checked),
                timing: watch.seconds)
        } catch {
            return CarriedDocument(kind: kind, pageCount: 0, pages: [], end: .failed(error), timing: watch.seconds)
        }
    }

    /// Orders and deliveries ask for no money: the rules of invoices do not concern them.
    private func check(_ draft: Draft) -> Checked {
        guard draft.isPayable else { return Checked(draft: draft, findings: draft.findings.gravestFirst) }
        let report = validator.check(draft, today: today())
        return Checked(
            draft: draft, findings: (draft.findings + report.findings).gravestFirst, supplier: report.supplier,
            customer: report.customer)
    }
}

/// Seconds by stage.
private struct StopWatch {
    private var last = ContinuousClock.now
    private(set) var seconds: [String: Double] = [:]

    mutating func lap(_ name: String) {
        let now = ContinuousClock.now
        let passed = (now - last).components
        seconds[name] = Double(passed.seconds) + Double(passed.attoseconds) / 1e18
        last = now
    }
}
