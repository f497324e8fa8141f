import Invoicing

/// Times as crontab(5) writes them, in a time zone: minute, hour, day of the month, month, day of the week.
///
/// Numbers, names (`jan`, `mon`), lists, ranges, steps after `*` or a range, `L` for the last day of a month, and `@hourly`,
/// `@daily`, `@weekly`, `@monthly`, `@yearly`. Where both days are restricted, either will do (POSIX, crontab); a field that
/// begins with `*` is not a restriction (Vixie cron).
///
/// When clocks change, as Vixie cron does (cron(8), Debian): with a fixed hour and minute, a time that is left out comes at
/// the moment of the change, once however many are left out, and a time that comes twice counts the first time only. With
/// `*` in hour or minute, it is by the clock as it runs: nothing in the gap, and both times in the hour that comes twice.
package struct CronSchedule: Hashable, Sendable {
    package let text: String
    package let clock: WallClock

    private let minute: CronField
    private let hour: CronField
    private let dayOfMonth: CronField
    private let month: CronField
    private let weekday: CronField

    /// - Throws: ``CronError`` that names the field.
    package init(_ text: String, clock: WallClock) throws(CronError) {
        let fields = (Self.short[text] ?? text).split { $0 == " " || $0 == "\t" }.map(String.init)
        guard fields.count == 5 else {
            throw CronError(
                field: "",
                problem: text.hasPrefix("@")
                    ? "\(text) is not known; there are \(Self.short.keys.sorted().joined(separator: ", "))"
                    : "a cron expression has 5 fields, not \(fields.count): minute hour day-of-month month day-of-week")
        }
        self.text = text
        self.clock = clock
        minute = try CronField(fields[0], .minute)
        hour = try CronField(fields[1], .hour)
        dayOfMonth = try CronField(fields[2], .dayOfMonth)
        month = try CronField(fields[3], .month)
        weekday = try CronField(fields[4], .weekday)
        guard nextLocal(Local(ordinal: 0, minute: 0)) != nil else {
            throw CronError(.dayOfMonth, "no such month has a day \(fields[2]): it would never come")
        }
    }

    /// - Returns: The first time later than this; `nil` past 2199.
    package func next(after moment: Moment) -> Moment? {
        hour.isStar || minute.isStar ? nextRunning(after: moment.microseconds) : nextFixed(after: moment.microseconds)
    }

    /// By the clock as it runs.
    private func nextRunning(after moment: Int64) -> Moment? {
        var earliest = moment + 1
        while let stretch = clock.stretch(at: earliest) {
            guard let local = nextLocal(Local(earliest + stretch.offset)) else { return nil }
            let found = local.microseconds - stretch.offset
            if found < stretch.end { return Moment(microseconds: found) }
            earliest = stretch.end
        }
        return nil
    }

    /// Each time of the wall once: what the clock shows is the first moment at which it shows it, or a later time.
    private func nextFixed(after moment: Int64) -> Moment? {
        guard let stretch = clock.stretch(at: moment) else { return nil }
        var local = nextLocal(Local(moment + stretch.offset + 1))
        while let time = local, let found = clock.moment(ordinal: time.ordinal, time: Int64(time.minute) * Self.minute)
        {
            // Shown before, when the clock was put back since.
            if found > moment { return Moment(microseconds: found) }
            local = nextLocal(time.following)
        }
        return nil
    }

    /// - Returns: The first time of the wall that is allowed and not earlier; `nil` past 2199.
    private func nextLocal(_ earliest: Local) -> Local? {
        var (ordinal, from) = (earliest.ordinal, earliest.minute)
        while ordinal < Self.end, let day = Day(ordinal: ordinal) {
            if !month.contains(day.month) {
                ordinal += Self.length(of: day) - day.day + 1
                from = 0
                continue
            }
            if allows(day), let minute = nextMinute(from) { return Local(ordinal: ordinal, minute: minute) }
            ordinal += 1
            from = 0
        }
        return nil
    }

    /// In minutes since midnight.
    private func nextMinute(_ from: Int) -> Int? {
        var start = from
        while let hour = hour.first(from: start / 60), hour < 24 {
            let first = hour == start / 60 ? start % 60 : 0
            if let minute = minute.first(from: first) { return hour * 60 + minute }
            start = (hour + 1) * 60
        }
        return nil
    }

    private func allows(_ day: Day) -> Bool {
        let byDate =
            dayOfMonth.contains(day.day) || (dayOfMonth.hasLast && day.day == Self.length(of: day))
        let byWeekday = weekday.contains(day.weekday.rawValue % 7)
        return dayOfMonth.isStar || weekday.isStar ? byDate && byWeekday : byDate || byWeekday
    }

    private static func length(of day: Day) -> Int {
        (28...31).last { Day(year: day.year, month: day.month, day: $0) != nil } ?? 28
    }

    /// A minute by the clock on the wall.
    private struct Local {
        /// Days since 1970.
        var ordinal: Int
        /// Since midnight.
        var minute: Int

        init(ordinal: Int, minute: Int) {
            self.ordinal = ordinal
            self.minute = minute
        }

        /// The first whole minute that is not earlier.
        init(_ microseconds: Int64) {
            let (day, time) = WallClock.split(microseconds + CronSchedule.minute - 1)
            self.init(ordinal: day, minute: Int(time / CronSchedule.minute))
        }

        var following: Local {
            minute == 1439 ? Local(ordinal: ordinal + 1, minute: 0) : Local(ordinal: ordinal, minute: minute + 1)
        }

        var microseconds: Int64 { Int64(ordinal) * WallClock.day + Int64(minute) * CronSchedule.minute }
    }

    private static let minute = 60 * WallClock.second
    /// 2200-01-01.
    private static let end = 84_006
    private static let short = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *",
    ]
}
