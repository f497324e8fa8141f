package import Invoicing

extension Day {
    /// Easter Sunday of the western churches: the anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus,
    /// Astronomical Algorithms, 1991, chapter 8).
    /// - Returns: `nil` outside 1583...9999, the years of the Gregorian calendar.
    package static func easter(_ year: Int) -> Day? {
        guard (1583...9999).contains(year) else { return nil }
        let golden = year % 19
        let (century, inCentury) = (year / 100, year % 100)
        let moonShift = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - moonShift + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - epact - inCentury % 4) % 7
        let correction = (golden + 11 * epact + 22 * toSunday) / 451
        let march = epact + toSunday - 7 * correction + 114
        return Day(year: year, month: march / 31, day: march % 31 + 1)
    }
}
