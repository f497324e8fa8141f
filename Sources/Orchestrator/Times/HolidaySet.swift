package import Invoicing

/// The public holidays of a country, a part of one, or a payment system. Sundays are not listed where they are free
/// anyway.
package struct HolidaySet: Hashable, Sendable {
    /// `"DE-BY"`: ISO 3166-1, with ISO 3166-2 for a part; or a name of its own, as `"TARGET"`.
    package let name: String
    /// IANA name of the place's time zone.
    package let timeZone: String
    /// The law that says so.
    package let source: String
    package let holidays: [Holiday]

    /// Every set of the program, by name.
    package static let all: [String: HolidaySet] = Dictionary(
        uniqueKeysWithValues: (germany + alps + westernEurope + english + [target]).map { ($0.name, $0) })

    /// - Returns: Ascending; a substitute of the next year's first day may be among them.
    package func days(in year: Int) -> [Day] {
        let days = [year - 1, year, year + 1].flatMap { near in holidays.flatMap { $0.days(of: near) } }
        return Set(days.filter { $0.year == year }).sorted()
    }

    /// Of the settlement system of the European Central Bank.
    private static let target = HolidaySet(
        name: "TARGET", timeZone: "Europe/Berlin",
        source: "ECB, long-term calendar for TARGET closing days, press release of 14 December 2000",
        holidays: [
            .newYear, .goodFriday, .easterMonday, .labourDay, .christmas, .secondChristmasDay,
        ])
}

/// Days that several countries keep.
extension Holiday {
    static let newYear = Holiday(.fixed(month: 1, day: 1))
    static let epiphany = Holiday(.fixed(month: 1, day: 6))
    static let goodFriday = Holiday(.easter(-2))
    static let easterSunday = Holiday(.easter(0))
    static let easterMonday = Holiday(.easter(1))
    static let labourDay = Holiday(.fixed(month: 5, day: 1))
    static let ascension = Holiday(.easter(39))
    static let whitSunday = Holiday(.easter(49))
    static let whitMonday = Holiday(.easter(50))
    static let corpusChristi = Holiday(.easter(60))
    static let assumption = Holiday(.fixed(month: 8, day: 15))
    static let reformation = Holiday(.fixed(month: 10, day: 31))
    static let allSaints = Holiday(.fixed(month: 11, day: 1))
    static let armistice = Holiday(.fixed(month: 11, day: 11))
    static let christmas = Holiday(.fixed(month: 12, day: 25))
    static let secondChristmasDay = Holiday(.fixed(month: 12, day: 26))
}
