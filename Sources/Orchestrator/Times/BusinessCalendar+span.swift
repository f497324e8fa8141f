package import Invoicing

extension BusinessCalendar: WorkingTime {
    /// Days are days with work, at the same time of day; the rest is counted in working time. Where the calendar has no
    /// working time any more, the clock counts, so that nobody waits for ever.
    package func moment(_ span: WorkSpan, after moment: Moment) -> Moment {
        let later =
            switch span.unit {
            case .days: try? add(businessDays: span.count, to: moment)
            case .hours, .minutes, .seconds: try? add(working: span.duration, to: moment)
            }
        return later ?? moment + span.duration
    }

    package func day(of moment: Moment) -> Day { clock.reading(moment)?.day ?? moment.day }
}
