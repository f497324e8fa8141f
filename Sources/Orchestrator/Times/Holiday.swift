package import Invoicing

/// A rule that says on which days of a year nobody works.
package struct Holiday: Hashable, Sendable {
    package enum Rule: Hashable, Sendable {
        case fixed(month: Int, day: Int)
        /// Days after Easter Sunday; below 0 = before it.
        case easter(Int)
        /// The nth such weekday of a month, from 1; -1 = the last.
        case nth(Int, Weekday, month: Int)
        /// The last such weekday before a date.
        case before(Weekday, month: Int, day: Int)
        case once(Day)
    }

    /// What happens to a day that falls on a weekend.
    package enum Substitute: Hashable, Sendable {
        case none
        /// Saturday: also the Friday before. Sunday: also the Monday after.
        case nearest
        /// Saturday or Sunday: also the Monday after.
        case monday
        /// Boxing Day, after a Christmas Day with `monday`. Saturday: also the Monday. Sunday or Monday: also the
        /// Tuesday, as Christmas Day has taken the Monday or falls with it.
        case boxing
        /// Sunday: the Saturday before, instead.
        case saturdayInstead
    }

    package var rule: Rule
    package var substitute: Substitute
    /// In which it is kept.
    package var years: ClosedRange<Int>

    package init(_ rule: Rule, _ substitute: Substitute = .none, years: ClosedRange<Int> = 1...9999) {
        self.rule = rule
        self.substitute = substitute
        self.years = years
    }

    /// The days that the rule gives for a year; a substitute may lie in the year before or after.
    package func days(of year: Int) -> [Day] {
        guard years.contains(year), let day = plainDay(year) else { return [] }
        switch (substitute, day.weekday) {
        case (.nearest, .saturday): return [day, day.adding(days: -1)].compactMap(\.self)
        case (.nearest, .sunday), (.monday, .sunday): return [day, day.adding(days: 1)].compactMap(\.self)
        case (.monday, .saturday), (.boxing, .saturday), (.boxing, .sunday):
            return [day, day.adding(days: 2)].compactMap(\.self)
        case (.boxing, .monday): return [day, day.adding(days: 1)].compactMap(\.self)
        case (.saturdayInstead, .sunday): return [day.adding(days: -1)].compactMap(\.self)
        default: return [day]
        }
    }

    private func plainDay(_ year: Int) -> Day? {
        switch rule {
        case .fixed(let month, let day): return Day(year: year, month: month, day: day)
        case .easter(let distance): return Day.easter(year)?.adding(days: distance)
        case .nth(let number, let weekday, let month):
            guard let first = Day(year: year, month: month, day: 1) else { return nil }
            if number > 0 { return first.next(weekday)?.adding(days: 7 * (number - 1)) }
            let following =
                month == 12 ? Day(year: year + 1, month: 1, day: 1) : Day(year: year, month: month + 1, day: 1)
            return following?.next(weekday)?.adding(days: 7 * number)
        case .before(let weekday, let month, let day):
            return Day(year: year, month: month, day: day)?.next(weekday)?.adding(days: -7)
        case .once(let day): return day.year == year ? day : nil
        }
    }
}

extension Day {
    /// The first such weekday from this day on, this day included.
    fileprivate func next(_ weekday: Weekday) -> Day? {
        adding(days: (weekday.rawValue - self.weekday.rawValue + 7) % 7)
    }
}
