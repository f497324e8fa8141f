/// How a page was read, without its words: what is kept of it, and stands in results.
package struct PageSummary: Hashable, Sendable, Codable {
    /// Counted from 1.
    package var number: Int
    /// Points, after rotation.
    package var width: Double
    package var height: Double
    package var reading: PageReading
    package var reasons: [String]
    /// Degrees clockwise: 0, 90, 180 or 270.
    package var turned: Int
    package var problem: String?

    package init(
        number: Int, width: Double, height: Double, reading: PageReading, reasons: [String] = [], turned: Int = 0,
        problem: String? = nil
    ) {
        self.number = number
        self.width = width
        self.height = height
        self.reading = reading
        self.reasons = reasons
        self.turned = turned
        self.problem = problem
    }

    package init(_ page: PageText) {
        self.init(
            number: page.number, width: page.width, height: page.height, reading: page.reading, reasons: page.reasons,
            turned: page.turned, problem: page.problem)
    }
}
