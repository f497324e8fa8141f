package import Foundation

/// A moment as HTTP writes it, RFC 9110 §5.6.7: the one form that is sent and the two old ones that must be understood.
/// Always UTC.
package enum HTTPDate {
    /// - Parameter now: A year of two digits lies less than 50 years ahead of it.
    /// - Returns: `nil` when `text` is none of the three forms or no day of the calendar. The day's name is not checked.
    package static func moment(_ text: String, now: Date) -> Date? {
        let words = text.split(separator: " ").map(String.init)
        return switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT
        case 6 where words[5] == "GMT" && words[0].last == ",":
            moment(day: words[1], month: words[2], year: year(words[3], now), clock: words[4])
        // Sunday, 06-Nov-94 08:49:37 GMT
        case 4 where words[3] == "GMT" && words[0].last == ",": old(words[1], clock: words[2], now: now)
        // Sun Nov  6 08:49:37 1994
        case 5: moment(day: words[2], month: words[1], year: year(words[4], now), clock: words[3])
        default: nil
        }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func old(_ date: String, clock: String, now: Date) -> Date? {
        let parts = date.split(separator: "-").map(String.init)
        guard parts.count == 3, parts[2].count == 2 else { return nil }
        return moment(day: parts[0], month: parts[1], year: year(parts[2], now), clock: clock)
    }

    private static func moment(day: String, month: String, year: Int?, clock: String) -> Date? {
        let clock = clock.split(separator: ":", omittingEmptySubsequences: false).map { digits(String($0), 2...2) }
        guard let day = digits(day, 1...2), let year, let month = months.firstIndex(of: month), clock.count == 3,
            let hour = clock[0], let minute = clock[1], let second = clock[2],
            // 60 is a leap second.
            hour < 24, minute < 60, second <= 60, let days = days(year: year, month: month + 1, day: day)
        else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3_600 + minute * 60 + second))
    }

    private static func year(_ text: String, _ now: Date) -> Int? {
        guard text.count == 2 else { return digits(text, 4...4) }
        guard let short = digits(text, 2...2) else { return nil }
        let this = Int(now.timeIntervalSince1970 / 31_556_952) + 1970
        let year = this / 100 * 100 + short
        return year > this + 50 ? year - 100 : year
    }

    private static func digits(_ text: String, _ length: ClosedRange<Int>) -> Int? {
        length.contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }

    /// Days since 1970-01-01 in the Gregorian calendar; `nil` for a day that does not exist. March is the first month of
    /// the count, so that the leap day is the last of its year.
    private static func days(year: Int, month: Int, day: Int) -> Int? {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1583, (1...lengths[month - 1]).contains(day) else { return nil }
        let march = month > 2 ? year : year - 1
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return march * 365 + march / 4 - march / 100 + march / 400 + ofYear - 719_468
    }
}
