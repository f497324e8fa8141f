import Foundation
import Invoicing
import Orchestrator

/// The words of one language, and how it writes numbers and days: `words.de.json`.
package struct MailLanguage: Sendable {
    /// ISO 639-1, lower case.
    package let code: String
    private let words: [String: String]

    init(code: String, words: [String: String]) {
        self.code = code
        self.words = words
    }

    /// - Precondition: ``MailTemplates`` has seen that every language has every key, so an absent one is a mistake in the
    ///   program; it then shows as its key.
    func text(_ key: String, _ values: [String: String] = [:]) -> String {
        Self.filled(words[key] ?? key, values)
    }

    func find(_ key: String) -> String? { words[key] }

    /// Names in braces are put in once: what they bring along is not looked at again.
    static func filled(_ pattern: String, _ values: [String: String]) -> String {
        guard !values.isEmpty else { return pattern }
        var out = ""
        var rest = Substring(pattern)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            out += rest[..<open]
            out += values[String(rest[rest.index(after: open)..<close])] ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    /// `label.gross` is `{{words.label_gross}}` in templates.
    var values: TemplateValue {
        .group(
            Dictionary(
                uniqueKeysWithValues: words.map { key, text in
                    (String(key.map { ".-".contains($0) ? "_" : $0 }), .text(text))
                }))
    }

    /// `1.234,50 EUR`, with the digits that the value has and never fewer than the currency's.
    func amount(_ value: Decimal, _ currency: Currency?) -> String {
        let parts = value.canonical(minimumDigits: currency?.minorDigits ?? 2).split(separator: ".")
        let isNegative = parts[0].hasPrefix("-")
        let digits = parts[0].drop { $0 == "-" }
        var whole = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { whole += text("format.group") }
            whole.append(digit)
        }
        let fraction = parts.count > 1 ? text("format.decimal") + parts[1] : ""
        return (isNegative ? "\u{2212}" : "") + whole + fraction + (currency.map { "\u{A0}\($0.code)" } ?? "")
    }

    func day(_ day: Day) -> String {
        let months = text("format.months").split(separator: " ")
        let month = months.indices.contains(day.month - 1) ? String(months[day.month - 1]) : String(day.month)
        return text(
            "format.date", ["day": String(day.day), "month": month, "year": String(day.year)]
        ).replacing(" ", with: "\u{A0}")
    }

    /// With the town of the time zone, for recipients may sit in several.
    func moment(_ moment: Moment, in zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment.date)
        guard let day = Day(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0) else {
            return moment.iso
        }
        let clock = [parts.hour ?? 0, parts.minute ?? 0].map { ($0 < 10 ? "0" : "") + String($0) }
        let town = zone.identifier.split(separator: "/").last.map { String($0.replacing("_", with: " ")) } ?? ""
        let name = zone.secondsFromGMT() == 0 && ["GMT", "UTC"].contains(zone.identifier) ? "UTC" : town
        return text("format.moment", ["date": self.day(day), "time": clock.joined(separator: ":"), "zone": name])
    }
}
