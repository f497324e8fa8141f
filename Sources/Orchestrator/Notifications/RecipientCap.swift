/// How many letters one person gets through one channel. What exceeds it waits, and is never lost.
package struct RecipientCap: Hashable, Sendable {
    package var perHour: Int
    package var perDay: Int

    /// - Precondition: Both are positive.
    package init(perHour: Int, perDay: Int) {
        precondition(perHour > 0 && perDay > 0, "a cap of nothing would stop all letters")
        self.perHour = perHour
        self.perDay = perDay
    }

    private static let hour = Duration.seconds(3_600)
    private static let day = Duration.seconds(86_400)

    /// When the next letter may leave.
    /// - Parameter sent: When those of the last day left, in any order; others do no harm.
    /// - Returns: `nil` = now.
    package func wait(until now: Moment, sent: [Moment]) -> Moment? {
        let newest = sent.filter { now - $0 < Self.day }.sorted(by: >)
        let ends = [
            newest.count >= perDay ? newest[perDay - 1] + Self.day : nil,
            newest.count >= perHour ? newest[perHour - 1] + Self.hour : nil,
        ]
        return ends.compactMap { $0 }.filter { $0 > now }.max()
    }
}
