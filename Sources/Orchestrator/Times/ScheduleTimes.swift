import Invoicing

/// When a schedule's times come, and which of them are to be run now.
package struct ScheduleTimes: Hashable, Sendable {
    enum Rhythm: Hashable, Sendable {
        case cron(CronSchedule)
        /// Microseconds.
        case every(Int64, Int64)
    }

    /// What is to be run at a moment.
    package struct Due: Hashable, Sendable {
        /// At which no program was running, and that are caught up.
        package var late: [Moment] = []
        package var onTime: [Moment] = []
        /// Whether missed times are left out.
        package var leavesOut = false
        /// `nil` = none comes any more.
        package var next: Moment?
    }

    /// A time counts as missed when it is so long ago, or another has come since.
    package static let grace = Duration.seconds(60)

    private let rhythm: Rhythm
    private let calendar: BusinessCalendar?

    init(_ rhythm: Rhythm, _ calendar: BusinessCalendar?) {
        self.rhythm = rhythm
        self.calendar = calendar
    }

    /// - Returns: The first time later than this that is on a day with work; `nil` past 2199, and when ten years have none.
    package func next(after moment: Moment) -> Moment? {
        guard let calendar else { return plainNext(after: moment) }
        var earliest = moment
        for _ in 0..<3653 {
            guard let found = plainNext(after: earliest), let day = calendar.clock.reading(found)?.day else {
                return nil
            }
            if calendar.hasWork(day) { return found }
            guard let midnight = day.adding(days: 1).flatMap({ calendar.clock.moment($0) }) else { return nil }
            earliest = max(found, midnight + .microseconds(-1))
        }
        return nil
    }

    /// - Parameter first: The earliest time that was not run yet.
    package func due(from first: Moment, at now: Moment, _ catchUp: Schedule.CatchUp, most: Int) -> Due {
        var due = Due(next: next(after: max(now, first + .microseconds(-1))))
        guard first <= now else { return due }
        let border = now - Self.grace
        due.onTime = latest(1, from: max(first, border + .microseconds(1)), to: now)
        let last = due.onTime.first.map { $0 - .microseconds(1) } ?? border
        guard first <= last else { return due }
        switch catchUp {
        case .none: due.leavesOut = true
        case .last:
            if due.onTime.isEmpty { due.late = latest(1, from: first, to: last) }
            due.leavesOut = due.late.first != first
        case .all:
            due.late = latest(most, from: first, to: last)
            due.leavesOut = due.late.first != first
        }
        return due
    }

    /// The latest times of a stretch, both ends included, ascending. Looks at no more of it than it has to.
    private func latest(_ count: Int, from first: Moment, to last: Moment) -> [Moment] {
        var window = Duration.seconds(3600)
        while first <= last {
            let start = max(first, last - window)
            var found: [Moment] = []
            var time = start + .microseconds(-1)
            while let next = next(after: time), next <= last {
                found.append(next)
                time = next
            }
            if found.count >= count || start == first { return found.suffix(count) }
            window *= 2
        }
        return []
    }

    private func plainNext(after moment: Moment) -> Moment? {
        switch rhythm {
        case .cron(let schedule): return schedule.next(after: moment)
        case .every(let length, let start):
            let past = moment.microseconds - start
            let number = past < 0 ? 0 : past / length
            return Moment(microseconds: start + (number + 1) * length)
        }
    }
}

extension Moment {
    package static func - (moment: Moment, duration: Duration) -> Moment {
        Moment(microseconds: moment.microseconds - duration.wholeMicroseconds)
    }
}
