import Invoicing

extension BusinessCalendar {
    package func isWorking(_ moment: Moment) throws(CalendarError) -> Bool {
        guard let stretch = clock.stretch(at: moment.microseconds) else { throw .outOfRange }
        let (ordinal, time) = WallClock.split(moment.microseconds + stretch.offset)
        guard mayWork(ordinal: ordinal, at: time) else { return false }
        var known = holidayYears()
        return hours(ordinal: ordinal, &known).contains { $0.range.contains(time) }
    }

    /// - Returns: The moment itself when it is working time, else the next opening.
    /// - Throws: ``CalendarError/noWorkingTime(after:)``, ``CalendarError/outOfRange``.
    package func nextWorkingMoment(from moment: Moment) throws(CalendarError) -> Moment {
        var spans = WorkingSpans(self, from: moment.microseconds)
        return Moment(microseconds: try spans.next().start)
    }

    /// When this much working time is over. The result is working time itself: what would be over at closing time is over
    /// at the next opening.
    /// - Parameter working: Not below zero.
    /// - Throws: ``CalendarError/noWorkingTime(after:)``, ``CalendarError/outOfRange``, ``CalendarError/negative``.
    package func add(working duration: Duration, to moment: Moment) throws(CalendarError) -> Moment {
        var left = duration.wholeMicroseconds
        guard left >= 0 else { throw .negative }
        var spans = WorkingSpans(self, from: moment.microseconds)
        while true {
            let span = try spans.next()
            if left < span.end - span.start { return Moment(microseconds: span.start + left) }
            left -= span.end - span.start
        }
    }

    /// The same time of day, so many days with work later. Counting begins at the next working moment. Where that day does
    /// not have the time of day, or nobody works at it, the next working moment is meant.
    /// - Parameter count: Not below zero; 0 = the next working moment.
    /// - Throws: ``CalendarError/noWorkingTime(after:)``, ``CalendarError/outOfRange``, ``CalendarError/negative``.
    package func add(businessDays count: Int, to moment: Moment) throws(CalendarError) -> Moment {
        guard count >= 0 else { throw .negative }
        var spans = WorkingSpans(self, from: moment.microseconds)
        let first = try spans.next()
        guard count > 0 else { return Moment(microseconds: first.start) }
        var (day, left) = (first.ordinal, count)
        while left > 0 {
            let span = try spans.next()
            guard span.ordinal > day else { continue }
            (day, left) = (span.ordinal, left - 1)
        }
        guard let same = clock.moment(ordinal: day, time: first.time) else { throw .outOfRange }
        return try nextWorkingMoment(from: Moment(microseconds: same))
    }

    /// Working time between two moments; zero when the second is not later.
    /// - Throws: ``CalendarError/outOfRange``.
    package func workingTime(from start: Moment, to end: Moment) throws(CalendarError) -> Duration {
        guard clock.stretch(at: start.microseconds) != nil, clock.stretch(at: end.microseconds) != nil else {
            throw .outOfRange
        }
        var spans = WorkingSpans(self, from: start.microseconds)
        var sum: Int64 = 0
        while let span = try? spans.next(), span.start < end.microseconds {
            sum += min(span.end, end.microseconds) - span.start
        }
        return .microseconds(sum)
    }
}

extension BusinessCalendar {
    /// Spares the question for holidays.
    private func mayWork(ordinal: Int, at time: Int64) -> Bool {
        if hours[Weekday(ordinal: ordinal)]?.contains(where: { $0.range.contains(time) }) == true { return true }
        return !days.isEmpty && Day(ordinal: ordinal).flatMap { days[$0] } != nil
    }
}

/// A calendar's working time from a moment on, piece by piece.
private struct WorkingSpans {
    struct Span {
        /// Microseconds since 1970, UTC; the end is not part of it.
        var start: Int64
        var end: Int64
        /// Of the day that the clock shows at the start, in days since 1970.
        var ordinal: Int
        /// What the clock shows at the start, in microseconds since midnight.
        var time: Int64
    }

    private let calendar: BusinessCalendar
    private var position: Int64
    private var known: HolidayYears

    init(_ calendar: BusinessCalendar, from position: Int64) {
        self.calendar = calendar
        self.position = position
        known = calendar.holidayYears()
    }

    mutating func next() throws(CalendarError) -> Span {
        let start = position
        while true {
            guard let stretch = calendar.clock.stretch(at: position) else { throw .outOfRange }
            let (ordinal, time) = WallClock.split(position + stretch.offset)
            let midnight = position - time
            let hours = calendar.hours(ordinal: ordinal, &known)
            if let part = hours.first(where: { $0.range.upperBound > time })?.range,
                midnight + max(part.lowerBound, time) < stretch.end
            {
                let opening = max(part.lowerBound, time)
                let end = min(midnight + part.upperBound, stretch.end)
                position = end
                return Span(start: midnight + opening, end: end, ordinal: ordinal, time: opening)
            }
            // The end of the day, or the change of the clock, whichever comes first: always later than now.
            position = min(midnight + WallClock.day, stretch.end)
            guard position - start < Self.patience else { throw noWorkingTime(start) }
        }
    }

    private func noWorkingTime(_ start: Int64) -> CalendarError {
        Day(ordinal: WallClock.split(start).ordinal).map { .noWorkingTime(after: $0) } ?? .outOfRange
    }

    /// Ten years.
    private static let patience = 3653 * WallClock.day
}

extension WorkingHours {
    /// In microseconds since midnight.
    fileprivate var range: Range<Int64> {
        Int64(start) * 60 * WallClock.second..<Int64(end) * 60 * WallClock.second
    }
}
