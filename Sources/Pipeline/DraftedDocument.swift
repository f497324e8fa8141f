package import Extractors
package import Invoicing

/// One of the documents that a file holds.
package struct DraftedPart: Hashable, Sendable {
    package var draft: Draft
    /// Numbers of the file's pages; empty for a document without pages.
    package var pages: Range<Int>
    /// Why a document begins here; empty for the first.
    package var signs: [FirstPageSign]

    package init(_ draft: Draft, pages: Range<Int>, signs: [FirstPageSign] = []) {
        self.draft = draft
        self.pages = pages
        self.signs = signs
    }
}

/// What comes back from a reader: the fields, and how the pages were read. The words stay where they
/// were read, but for those of a question.
package struct DraftedDocument: Hashable, Sendable {
    /// Pages of the document; `pages` may hold fewer when reading had to stop.
    package var pageCount: Int
    package var pages: [PageSummary]
    /// Never empty; more than one only where the file seems to hold several documents.
    package var parts: [DraftedPart]
    /// Seconds that extraction took, of all that passed.
    package var secondsToExtract: Double
    /// What is to be asked about it; `nil` when nothing is open, nobody is asked, or the file holds several documents,
    /// which a person sees in any case.
    package var question: OpenQuestion?
    /// Of the first document, nearly always the only one.
    package var draft: Draft { parts[0].draft }

    package init(
        pageCount: Int, pages: [PageSummary], draft: Draft, secondsToExtract: Double, question: OpenQuestion? = nil
    ) {
        self.init(
            pageCount: pageCount, pages: pages, parts: [DraftedPart(draft, pages: 1..<pageCount + 1)],
            secondsToExtract: secondsToExtract, question: question)
    }

    /// - Precondition: `parts` is not empty.
    package init(
        pageCount: Int, pages: [PageSummary], parts: [DraftedPart], secondsToExtract: Double,
        question: OpenQuestion? = nil
    ) {
        precondition(!parts.isEmpty, "a document without a draft")
        self.pageCount = pageCount
        self.pages = pages
        self.parts = parts
        self.secondsToExtract = secondsToExtract
        self.question = question
    }

    /// The time that extraction takes is taken.
    package init(_ read: ReadDocument, by extraction: some Extraction) throws(ReadFailure) {
        var watch = StopWatch()
        let parts = try extraction.drafts(of: read)
        let seconds = watch.lap()
        self.init(
            pageCount: read.pageCount, pages: read.pages.map { PageSummary($0) }, parts: parts,
            secondsToExtract: seconds,
            question: parts.count == 1 ? extraction.question(about: parts[0].draft, in: read) : nil)
    }

    /// Whether each page belongs to one part, and the parts stand in the order of their pages.
    package var isInOrder: Bool {
        guard parts.count > 1 else { return !parts.isEmpty }
        return parts[0].pages.lowerBound == 1 && parts[parts.count - 1].pages.upperBound == pageCount + 1
            && parts.allSatisfy { !$0.pages.isEmpty }
            && zip(parts, parts.dropFirst()).allSatisfy { $0.pages.upperBound == $1.pages.lowerBound }
    }

    /// Which part of the file each of `parts` is; `nil` where the file is one document.
    func part(_ index: Int) -> FilePart? {
        guard parts.count > 1 else { return nil }
        let pages = parts[index].pages
        return FilePart(
            number: index + 1, count: parts.count, firstPage: pages.lowerBound, lastPage: pages.upperBound - 1)
    }
}
