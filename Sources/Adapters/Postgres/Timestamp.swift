/// `timestamptz` as the server writes it with DateStyle ISO and TimeZone UTC, which every connection sets.
enum Timestamp {
    private static let perDay: Int64 = 86_400_000_000

    /// - Parameter microseconds: since 1970-01-01 00:00 UTC.
    static func text(microseconds: Int64) -> String {
        let (days, rest) = floorDivide(microseconds, perDay)
        let (year, month, day) = civil(days: days)
        let seconds = rest / 1_000_000
        let date = [pad(year < 1 ? 1 - year : year, 4), pad(month, 2), pad(day, 2)].joined(separator: "-")
        let time = [pad(seconds / 3600, 2), pad(seconds / 60 % 60, 2), pad(seconds % 60, 2)].joined(separator: ":")
        return date + " " + time + "." + pad(rest % 1_000_000, 6) + "+00" + (year < 1 ? " BC" : "")
    }

    /// - Returns: nil when it is none, or one before the year 1 or `infinity`.
    static func microseconds(_ text: String) -> Int64? {
        guard text.hasSuffix("+00") else { return nil }
        let halves = text.dropLast(3).split(separator: " ")
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-").compactMap { Int64($0) }
        let pieces = halves[1].split(separator: ".")
        let time = pieces[0].split(separator: ":").compactMap { Int64($0) }
        guard date.count == 3, time.count == 3, pieces.count <= 2 else { return nil }
        var fraction: Int64 = 0
        if pieces.count == 2 {
            guard pieces[1].count <= 6 else { return nil }
            let filled = pieces[1] + String(repeating: "0", count: 6 - pieces[1].count)
            guard let value = Int64(filled) else { return nil }
            fraction = value
        }
        let seconds = time[0] * 3600 + time[1] * 60 + time[2]
        return days(year: date[0], month: date[1], day: date[2]) * perDay + seconds * 1_000_000 + fraction
    }

    /// Days since 1970 of a day of the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(year, 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(days: Int64) -> (Int64, Int64, Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func floorDivide(_ value: Int64, _ by: Int64) -> (Int64, Int64) {
        let rest = ((value % by) + by) % by
        return ((value - rest) / by, rest)
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
