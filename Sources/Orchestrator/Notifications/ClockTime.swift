/// A time of day without a date: `"07:30"`. Whole minutes.
package struct ClockTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Since midnight, 0...1439.
    package let minutes: Int

    /// - Returns: `nil` for anything but `HH:MM` between 00:00 and 23:59.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        minutes = hour * 60 + minute
    }

    /// - Parameter minutes: 0...1439.
    init(minutes: Int) { self.minutes = minutes }

    package static func < (left: ClockTime, right: ClockTime) -> Bool { left.minutes < right.minutes }

    package var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}

/// Hours in which nobody is disturbed: `"19:00-07:00"`. The end is not part of it; it may be on the next day.
package struct QuietHours: Hashable, Sendable {
    package let from: ClockTime
    package let to: ClockTime

    /// - Returns: `nil` unless it reads `HH:MM-HH:MM` with two different times.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let from = ClockTime(String(parts[0])), let to = ClockTime(String(parts[1])), from != to
        else { return nil }
        self.from = from
        self.to = to
    }

    func holds(_ time: ClockTime) -> Bool {
        from < to ? from <= time && time < to : from <= time || time < to
    }
}
