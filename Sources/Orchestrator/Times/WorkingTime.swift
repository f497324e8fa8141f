package import Invoicing

/// Counts working time. What working time is, an organisation's calendar says; ``EveryHour`` where it has none.
package protocol WorkingTime: Sendable {
    func moment(_ span: WorkSpan, after moment: Moment) -> Moment
    /// The organisation's day, by its time zone.
    func day(of moment: Moment) -> Day
}

/// A span of working time: `2d` two working days, `8h` eight working hours, `30m`, `45s`.
package struct WorkSpan: Hashable, Sendable, Codable, CustomStringConvertible {
    package enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
        case days = "d", hours = "h", minutes = "m", seconds = "s"
    }

    package var count: Int
    package var unit: Unit

    package init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// - Returns: `nil` for anything but a whole number above 0 and a unit.
    package init?(_ text: String) {
        guard let last = text.last, let unit = Unit(rawValue: String(last)), let count = Int(text.dropLast()),
            count > 0, count <= 1_000_000
        else { return nil }
        self.init(count, unit)
    }

    package var description: String { "\(count)\(unit.rawValue)" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let span = WorkSpan(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is no span; write 2d or 8h")
        }
        self = span
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// By the clock, a day being 24 hours.
    package var duration: Duration {
        switch unit {
        case .days: .seconds(count * 86_400)
        case .hours: .seconds(count * 3_600)
        case .minutes: .seconds(count * 60)
        case .seconds: .seconds(count)
        }
    }
}

/// Every hour of every day is working time, days are those of UTC.
package struct EveryHour: WorkingTime {
    package init() {}
    package func moment(_ span: WorkSpan, after moment: Moment) -> Moment { moment + span.duration }
    package func day(of moment: Moment) -> Day { moment.day }
}

extension Moment {
    /// The day in UTC.
    package var day: Day {
        let (days, rest) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        let day = Day(ordinal: Int(rest < 0 ? days - 1 : days))
        guard let day else { preconditionFailure("\(microseconds) µs since 1970 is outside of the years 1 to 9999") }
        return day
    }
}
