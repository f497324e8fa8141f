import Invoicing
import Pipeline

extension ReadDocument {
    /// Puts a page in its place, or what kept it from being recognized: what the text layer gave stays.
    mutating func put(_ number: Int, _ outcome: Result<PageText, ReadFailure>) {
        let index = pages.firstIndex { $0.number >= number } ?? pages.endIndex
        let isThere = index < pages.endIndex && pages[index].number == number
        let page: PageText
        switch outcome {
        case .success(let recognized): page = recognized
        case .failure(let failure):
            problems.append(failure)
            page = Self.unrecognized(isThere ? pages[index] : nil, number, failure)
        }
        if isThere { pages[index] = page } else { pages.insert(page, at: index) }
    }

    private static func unrecognized(_ known: PageText?, _ number: Int, _ failure: ReadFailure) -> PageText {
        var page = known ?? PageText(number: number, width: 0, height: 0, words: [], reading: .failed)
        if page.words.isEmpty { page.reading = .failed }
        page.problem = failure.message
        return page
    }
}

extension ReadFailure {
    /// Whether it is more than one page's matter: the reader is lost, or this installation lacks something.
    var endsDocument: Bool {
        switch reason {
        case .readerCrashed, .timeout, .memory, .protocolError, .setup: true
        case .empty, .unsupported, .encrypted, .damaged, .tooLarge, .tooManyPages, .pageTooLarge, .tooMuchText,
            .xmlRefused:
            false
        }
    }
}
