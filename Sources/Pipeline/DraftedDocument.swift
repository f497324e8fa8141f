package import Invoicing

/// What comes back from a reader: the fields, and how the pages were read. The words stay where they were read.
package struct DraftedDocument: Hashable, Sendable, Codable {
    /// Pages of the document; `pages` may hold fewer when reading had to stop.
    package var pageCount: Int
    package var pages: [PageSummary]
    package var draft: Draft
    /// Seconds that extraction took, of all that passed.
    package var secondsToExtract: Double

    package init(pageCount: Int, pages: [PageSummary], draft: Draft, secondsToExtract: Double) {
        self.pageCount = pageCount
        self.pages = pages
        self.draft = draft
        self.secondsToExtract = secondsToExtract
    }

    /// - Parameter extract: From what was read to a draft; its time is taken.
    package init(_ read: ReadDocument, by extract: (ReadDocument) throws(ReadFailure) -> Draft) throws(ReadFailure) {
        var watch = StopWatch()
        let draft = try extract(read)
        self.init(
            pageCount: read.pageCount, pages: read.pages.map { PageSummary($0) }, draft: draft,
            secondsToExtract: watch.lap())
    }
}
