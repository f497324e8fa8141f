import Correspondence
import Foundation
import Orchestrator

/// When a mail says that it was written (RFC 5322 §3.6.1). A signature covers it: whoever sends an old, signed mail of an approver once
/// more, with the address of a question that was asked later, cannot change it.
enum MailDate {
    /// Clocks of mail programs go wrong by so much.
    private static let skew = Duration.seconds(900)

    /// - Returns: `false` also where there is no date, more than one, or none that can be read.
    static func isAfter(_ moment: Moment, in head: MailHead) -> Bool {
        let lines = head.all("Date")
        guard lines.count == 1, let date = date(lines[0].raw) else { return false }
        return Moment(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000) + skew >= moment
    }

    static func date(_ raw: String) -> Date? {
        // Without the day's name and comments such as (CET).
        let plain = raw.prefix(200).split(separator: "(").first.map(String.init) ?? ""
        let words = (plain.split(separator: ",").last ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count >= 5 else { return nil }
        let zone = ["GMT", "UT", "UTC", "Z"].contains(words[4].uppercased()) ? "+0000" : words[4]
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = .gmt
        for pattern in ["d MMM yyyy HH:mm:ss Z", "d MMM yyyy HH:mm Z"] {
            format.dateFormat = pattern
            if let date = format.date(from: (words[0..<4] + [zone]).joined(separator: " ")) { return date }
        }
        return nil
    }
}
