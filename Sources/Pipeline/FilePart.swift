/// Which of several documents in one file, as it was proposed.
package struct FilePart: Hashable, Sendable, Codable {
    /// Counted from 1.
    package var number: Int
    /// Documents in the file, 2 or more.
    package var count: Int
    /// Numbers of the file's pages.
    package var firstPage: Int
    package var lastPage: Int

    package init(number: Int, count: Int, firstPage: Int, lastPage: Int) {
        self.number = number
        self.count = count
        self.firstPage = firstPage
        self.lastPage = lastPage
    }

    package var pages: ClosedRange<Int> { firstPage...max(firstPage, lastPage) }

    enum CodingKeys: String, CodingKey {
        case number, count
        case firstPage = "first_page"
        case lastPage = "last_page"
    }
}
