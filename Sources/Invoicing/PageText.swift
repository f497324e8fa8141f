/// How a page's words were obtained.
package enum PageReading: String, Hashable, Sendable, Codable {
    /// Only the text layer.
    case text
    /// Only recognition of the picture.
    case ocr
    /// Text layer, and recognition of what it leaves out.
    case both
    /// The page could not be read; `problem` says why.
    case failed
}

/// The words of one page, with how and why they were read that way.
package struct PageText: Hashable, Sendable, Codable {
    /// Counted from 1.
    package var number: Int
    /// Points, after rotation.
    package var width: Double
    package var height: Double
    package var words: [Word]
    package var reading: PageReading
    /// Evidence for the decision TEXT, OCR or BOTH, in words: `"image covers 98 % of the page"`.
    package var reasons: [String]
    /// Degrees clockwise that the picture was turned by to read it: 0, 90, 180 or 270.
    package var turned: Int
    /// Why the page, or a part of it, could not be read; `nil` when all went well.
    package var problem: String?

    package init(
        number: Int, width: Double, height: Double, words: [Word], reading: PageReading,
        reasons: [String] = [], turned: Int = 0, problem: String? = nil
    ) {
        self.number = number
        self.width = width
        self.height = height
        self.words = words
        self.reading = reading
        self.reasons = reasons
        self.turned = turned
        self.problem = problem
    }
}
