import Foundation
import Invoicing
import Orchestrator
import Testing

@Suite("Holidays") struct HolidayTests {
    /// United States Naval Observatory and the tables of the Book of Common Prayer; the earliest and the latest possible
    /// days, 22 March and 25 April, among them.
    @Test(arguments: [
        "1598-03-22", "1734-04-25", "1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23",
        "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
        "2028-04-16", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22",
    ])
    func easter(_ text: String) throws {
        let day = try #require(Day(iso: text))
        #expect(Day.easter(day.year) == day)
    }

    /// Gauss's rule with its two exceptions, by Lichtenberg (1997): another way to the same day.
    @Test func easterByGauss() {
        for year in 1583...9999 {
            let century = year / 100
            let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25
            let sun = 2 - (3 * century + 3) / 4
            let golden = year % 19
            let seed = (19 * golden + moon) % 30
            let correction = (seed + golden / 11) / 29
            let limit = 21 + seed - correction
            let sunday = 7 - (year + year / 4 + sun) % 7
            let march = limit + 7 - ((limit - sunday) % 7 + 7) % 7
            let expected = Day(year: year, month: 3, day: 1)?.adding(days: march - 1)
            #expect(Day.easter(year) == expected, "\(year)")
        }
        #expect(Day.easter(1582) == nil)
    }

    /// From the package holidays 0.109 for Python, which the sets agree with from 2010 to 2060; but for the Netherlands,
    /// where it lists 5 May every fifth year and the law on terms every year. Sundays are left out.
    static let tables: [(name: String, year: Int, days: String)] = [
        ("AT", 2026, "01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 12-08 12-25 12-26"),
        ("BE", 2026, "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-11 12-25"),
        ("CH", 2026, "01-01 05-14 08-01 12-25"),
        ("CH-ZH", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 08-01 12-25 12-26"),
        ("DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"),
        ("DE-BB", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("DE-BE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26"),
        ("DE-BW", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26"),
        ("DE-BY", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26"),
        ("DE-BY-CATHOLIC", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 12-25 12-26"),
        ("DE-HB", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("DE-HE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26"),
        ("DE-HH", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("DE-MV", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("DE-NI", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("DE-NW", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26"),
        ("DE-RP", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 12-25 12-26"),
        ("DE-SH", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("DE-SL", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 12-25 12-26"),
        ("DE-SN", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26"),
        ("DE-ST", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("DE-TH", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 12-25 12-26"),
        ("FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-11 12-25"),
        ("FR-ALSACE-MOSELLE", 2026, "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-11 12-25 12-26"),
        ("GB-ENG", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28"),
        ("GB-ENG", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-27 12-28"),
        ("GB-ENG", 2022, "01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        ("GB-ENG", 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        ("GB-ENG", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28"),
        ("NL", 2026, "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26"),
        ("TARGET", 2026, "01-01 04-03 04-06 05-01 12-25 12-26"),
        ("US", 2020, "01-01 01-20 02-17 05-25 07-03 07-04 09-07 10-12 11-11 11-26 12-25"),
        ("US", 2021, "01-01 01-18 02-15 05-31 06-18 06-19 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"),
        ("US", 2022, "01-01 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26"),
        ("US", 2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-11 11-23 12-25"),
        ("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"),
    ]

    @Test(arguments: tables) func holidays(_ name: String, _ year: Int, _ days: String) throws {
        let set = try #require(HolidaySet.all[name])
        let found = set.days(in: year).filter { $0.weekday != .sunday }.map { String($0.iso.dropFirst(5)) }
        #expect(found == days.split(separator: " ").map(String.init))
    }

    @Test func everySetHasATableAndAKnownTimeZone() {
        for (name, set) in HolidaySet.all {
            #expect(Self.tables.contains { $0.name == name }, "\(name)")
            #expect(WallClock(set.timeZone) != nil, "\(name)")
            #expect(!set.source.isEmpty)
        }
    }

    /// The Friday before a Saturday that is the first of January lies in the year before.
    @Test func aSubstituteMayLieInTheYearBefore() throws {
        let calendar = try BusinessCalendar(holidays: "US")
        #expect(calendar.isHoliday(Day(year: 2021, month: 12, day: 31)!))
        #expect(!calendar.isHoliday(Day(year: 2022, month: 12, day: 30)!))
        #expect(calendar.isHoliday(Day(year: 2023, month: 1, day: 2)!))
    }
}
