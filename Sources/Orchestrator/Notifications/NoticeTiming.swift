package import Foundation

/// When a recipient wants to hear: at once or once a day, and never in his quiet hours.
package struct NoticeTiming: Hashable, Sendable {
    /// `nil` = at once.
    package var digestAt: ClockTime?
    package var quiet: QuietHours?
    package var zone: TimeZone

    package init(digestAt: ClockTime? = nil, quiet: QuietHours? = nil, zone: TimeZone = .gmt) {
        self.digestAt = digestAt
        self.quiet = quiet
        self.zone = zone
    }

    /// The earliest moment outside quiet hours.
    package func moment(_ now: Moment) -> Moment { outsideQuiet(now) }

    /// The next time of the digest, put off to the end of quiet hours if it falls into them.
    /// - Parameter now: What comes exactly at the hour of the digest goes with the one of the next day.
    /// - Returns: `nil` where no digest is wanted.
    package func digest(after now: Moment) -> Moment? { digestAt.map { outsideQuiet(next($0, after: now)) } }

    private func outsideQuiet(_ moment: Moment) -> Moment {
        guard let quiet, quiet.holds(clock(moment)) else { return moment }
        return next(quiet.to, after: moment)
    }

    private func clock(_ moment: Moment) -> ClockTime {
        let parts = calendar.dateComponents([.hour, .minute], from: moment.date)
        return ClockTime(minutes: (parts.hour ?? 0) * 60 + (parts.minute ?? 0))
    }

    /// An hour that a change to summer time leaves out counts as the first one after it; of two equal ones the first.
    private func next(_ time: ClockTime, after moment: Moment) -> Moment {
        let parts = DateComponents(hour: time.minutes / 60, minute: time.minutes % 60, second: 0)
        let found = calendar.nextDate(after: moment.date, matching: parts, matchingPolicy: .nextTime)
        // A calendar has such a time every day.
        guard let found else { return moment }
        return Moment(microseconds: Int64(found.timeIntervalSince1970.rounded()) * 1_000_000)
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}
