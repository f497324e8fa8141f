/// Part of a day in which people work, by the clock on the wall: `08:00-12:00`. The end is no working time any more.
package struct WorkingHours: Hashable, Sendable {
    /// Minutes since midnight, 0..<1440.
    package let start: Int
    /// Minutes since midnight, up to 1440; above ``start``.
    package let end: Int

    /// - Returns: `nil` when the end is not later than the start, or they are not in 0...1440.
    package init?(start: Int, end: Int) {
        guard start >= 0, start < end, end <= 1440 else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `08:00-12:30`; `24:00` is the end of the day.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = Self.minutes(parts[0]), let end = Self.minutes(parts[1]) else { return nil }
        self.init(start: start, end: end)
    }

    /// `08:00-12:30`
    package var text: String { Self.clock(start) + "-" + Self.clock(end) }

    private static func minutes(_ text: Substring) -> Int? {
        let digits = Array(text.utf8)
        guard digits.count == 5, digits[2] == UInt8(ascii: ":"),
            [0, 1, 3, 4].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digits[$0]) })
        else { return nil }
        func number(_ at: Int) -> Int { Int(digits[at] - 48) * 10 + Int(digits[at + 1] - 48) }
        guard number(3) < 60 else { return nil }
        return number(0) * 60 + number(3)
    }

    private static func clock(_ minutes: Int) -> String {
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        return (hours < 10 ? "0" : "") + "\(hours):" + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
