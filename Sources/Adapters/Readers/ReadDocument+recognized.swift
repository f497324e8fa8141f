import Invoicing
import Pipeline

extension ReadDocument {
    /// Puts a page in its place, or what kept it from being recognized: what the text layer gave stays.
    mutating func put(_ number: Int, _ outcome: Result<RecognizedPage, ReadFailure>) {
        let index = pages.firstIndex { $0.number >= number } ?? pages.endIndex
        let isThere = index < pages.endIndex && pages[index].number == number
        let page: PageText
        switch outcome {
        case .success(let recognized):
            page = recognized.page
            if let problem = recognized.problem { problems.append(problem) }
        case .failure(let failure):
            page = Self.unrecognized(isThere ? pages[index] : nil, number, failure)
            problems.append(failure)
        }
        if isThere { pages[index] = page } else { pages.insert(page, at: index) }
    }

    private static func unrecognized(_ known: PageText?, _ number: Int, _ failure: ReadFailure) -> PageText {
        var page = known ?? PageText(number: number, width: 0, height: 0, words: [], reading: .failed)
        if page.words.isEmpty { page.reading = .failed }
        page.problem = failure.message
        return page
    }

    /// The promises of ``DocumentReader`` for the document as a whole, whichever readers had its pages.
    /// - Throws: `.tooMuchText` past the cap; the first page's failure when no page could be read and nothing else
    ///   came out of the document.
    func whenReadable(within limits: ReadLimits) throws(ReadFailure) -> ReadDocument {
        let text = pages.reduce(0) { sum, page in page.words.reduce(sum) { $0 + $1.text.utf8.count } }
        guard text <= limits.textBytes else {
            throw ReadFailure(.tooMuchText, "The document has more than \(limits.textBytes) bytes of text.")
        }
        let hasNothing = !pages.isEmpty && pages.allSatisfy { $0.reading == .failed } && attachments.isEmpty
        if hasNothing, let problem = problems.first { throw problem }
        return self
    }
}

extension ReadFailure {
    /// Whether it is more than one page's matter: the reader is lost, a cap on the whole, or this installation lacks
    /// something.
    var endsDocument: Bool {
        switch reason {
        case .readerCrashed, .timeout, .memory, .protocolError, .setup, .tooMuchText: true
        case .empty, .unsupported, .encrypted, .damaged, .tooLarge, .tooManyPages, .pageTooLarge, .xmlRefused: false
        }
    }
}
