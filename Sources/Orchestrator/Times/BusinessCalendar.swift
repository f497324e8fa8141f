package import Invoicing

/// When people work at a place: by weekday, less the holidays. Says when an amount of working time is over.
///
/// Working time is what the clock on the wall says it is: a moment is working time when the clock shows a time within the
/// hours of the day that it shows. An hour that is left out in spring is nobody's working time; one that comes twice in
/// autumn counts twice.
package struct BusinessCalendar: Hashable, Sendable {
    package let clock: WallClock
    /// Ascending, apart from each other; weekdays without work are absent.
    package let hours: [Weekday: [WorkingHours]]
    /// Names of ``HolidaySet``s.
    package let holidays: [String]
    /// Days with hours of their own, holidays or not; empty = no work.
    package let days: [Day: [WorkingHours]]

    private let rules: [Holiday]

    /// - Throws: ``CalendarError/faults(_:)`` with everything that is wrong.
    package init(
        timeZone: String, hours: [Weekday: [WorkingHours]], holidays: [String] = [], days: [Day: [WorkingHours]] = [:]
    ) throws(CalendarError) {
        var faults: [String] = []
        let clock = WallClock(timeZone)
        if clock == nil {
            faults.append("time zone \"\(timeZone)\" is not known: give an IANA name as Europe/Berlin, or UTC")
        }
        for name in holidays where HolidaySet.all[name] == nil {
            let known = HolidaySet.all.keys.sorted().joined(separator: ", ")
            faults.append("holidays \"\(name)\" are not known: \(known)")
        }
        if hours.values.allSatisfy(\.isEmpty) {
            faults.append("no weekday has working hours: nothing would ever become due")
        }
        let all = hours.map { ($0.key.name, $0.value) } + days.map { ($0.key.iso, $0.value) }
        for (name, parts) in all.sorted(by: { $0.0 < $1.0 }) where !Self.areApart(parts) {
            faults.append("the hours of \(name) overlap, or are not in order")
        }
        guard let clock, faults.isEmpty else { throw .faults(faults) }
        self.clock = clock
        self.hours = hours.filter { !$0.value.isEmpty }
        self.holidays = holidays
        self.days = days
        rules = holidays.flatMap { HolidaySet.all[$0]?.holidays ?? [] }
    }

    /// Monday to Friday, 9 to 17, less the holidays of the set.
    /// - Throws: ``CalendarError/faults(_:)`` when there is no such set.
    package init(holidays name: String) throws(CalendarError) {
        let nineToFive = WorkingHours(start: 540, end: 1020)!
        let week: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        try self.init(
            timeZone: HolidaySet.all[name]?.timeZone ?? "UTC",
            hours: Dictionary(uniqueKeysWithValues: week.map { ($0, [nineToFive]) }), holidays: [name])
    }

    /// Whether nobody works on this day because of a rule; a day with hours of its own is no holiday.
    package func isHoliday(_ day: Day) -> Bool {
        var known = holidayYears()
        return days[day] == nil && known.contains(day.ordinal)
    }

    /// Whether anybody works on this day.
    package func hasWork(_ day: Day) -> Bool {
        var known = holidayYears()
        return !hours(ordinal: day.ordinal, &known).isEmpty
    }

    /// - Parameter known: Kept between questions, as a year's holidays are found only once.
    func hours(ordinal: Int, _ known: inout HolidayYears) -> [WorkingHours] {
        if !days.isEmpty, let day = Day(ordinal: ordinal), let own = days[day] { return own }
        guard let hours = hours[Weekday(ordinal: ordinal)], !known.contains(ordinal) else { return [] }
        return hours
    }

    func holidayYears() -> HolidayYears { HolidayYears(rules) }

    package static func == (left: BusinessCalendar, right: BusinessCalendar) -> Bool {
        left.clock == right.clock && left.hours == right.hours && left.holidays == right.holidays
            && left.days == right.days
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(clock)
        hasher.combine(hours)
        hasher.combine(holidays)
        hasher.combine(days)
    }

    private static func areApart(_ parts: [WorkingHours]) -> Bool {
        zip(parts, parts.dropFirst()).allSatisfy { $0.end <= $1.start }
    }
}

/// The holidays of the years that were asked for.
struct HolidayYears {
    private let rules: [Holiday]
    private var known: [Int: Set<Int>] = [:]

    init(_ rules: [Holiday]) { self.rules = rules }

    /// - Parameter ordinal: Days since 1970-01-01.
    mutating func contains(_ ordinal: Int) -> Bool {
        guard !rules.isEmpty, let year = Day(ordinal: ordinal)?.year else { return false }
        if let days = known[year] { return days.contains(ordinal) }
        let days = Set(
            [year - 1, year, year + 1].flatMap { near in rules.flatMap { $0.days(of: near) } }.map(\.ordinal))
        known[year] = days
        return days.contains(ordinal)
    }
}
