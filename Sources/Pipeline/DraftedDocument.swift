package import Extractors
package import Invoicing

/// What comes back from a reader: the fields, and how the pages were read. The words stay where they
/// were read, but for those of a question.
package struct DraftedDocument: Hashable, Sendable {
    /// Pages of the document; `pages` may hold fewer when reading had to stop.
    package var pageCount: Int
    package var pages: [PageSummary]
    package var draft: Draft
    /// Seconds that extraction took, of all that passed.
    package var secondsToExtract: Double
    /// What is to be asked about it; `nil` when nothing is open, or nobody is asked.
    package var question: OpenQuestion?

    package init(
        pageCount: Int, pages: [PageSummary], draft: Draft, secondsToExtract: Double, question: OpenQuestion? = nil
    ) {
        self.pageCount = pageCount
        self.pages = pages
        self.draft = draft
        self.secondsToExtract = secondsToExtract
        self.question = question
    }

    /// The time that extraction takes is taken.
    package init(_ read: ReadDocument, by extraction: some Extraction) throws(ReadFailure) {
        var watch = StopWatch()
        let draft = try extraction.draft(of: read)
        self.init(
            pageCount: read.pageCount, pages: read.pages.map { PageSummary($0) }, draft: draft,
            secondsToExtract: watch.lap(), question: extraction.question(about: draft, in: read))
    }
}
