package import Foundation
import Invoicing

/// As JSON: the name of a ``HolidaySet`` for its standard week, or
/// `{"time_zone": "Europe/Berlin", "hours": {"mon-thu": ["08:00-12:00", "13:00-17:00"], "fri": ["08:00-14:00"]},
/// "holidays": ["DE-BY"], "days": {"2026-12-24": ["08:00-12:00"], "2026-12-31": []}}`.
extension BusinessCalendar: Codable {
    /// - Throws: ``CalendarError/faults(_:)`` with everything that is wrong.
    package init(json: Data) throws(CalendarError) {
        do { self = try JSONDecoder().decode(Self.self, from: json) } catch {
            throw .faults(Self.words(of: error))
        }
    }

    package init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            self = try Self.holding(decoder) { () throws(CalendarError) in try BusinessCalendar(holidays: name) }
            return
        }
        let container = try decoder.container(keyedBy: AnyKey.self)
        let unknown = container.allKeys.map(\.stringValue).filter { Key(rawValue: $0) == nil }
        var faults = unknown.sorted().map { "\"\($0)\" is no part of a business calendar" }
        let zone = try container.decode(String.self, forKey: AnyKey(.timeZone))
        let week = try container.decode([String: [String]].self, forKey: AnyKey(.hours))
        let holidays = try container.decodeIfPresent([String].self, forKey: AnyKey(.holidays)) ?? []
        let special = try container.decodeIfPresent([String: [String]].self, forKey: AnyKey(.days)) ?? [:]
        let hours = Self.hours(week, &faults)
        let days = Self.days(special, &faults)
        guard faults.isEmpty else { throw Self.corrupted(decoder, faults) }
        self = try Self.holding(decoder) { () throws(CalendarError) in
            try BusinessCalendar(timeZone: zone, hours: hours, holidays: holidays, days: days)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encode(clock.name, forKey: AnyKey(.timeZone))
        let week = hours.map { ($0.key.name, $0.value.map(\.text)) }
        try container.encode(Dictionary(uniqueKeysWithValues: week), forKey: AnyKey(.hours))
        if !holidays.isEmpty { try container.encode(holidays, forKey: AnyKey(.holidays)) }
        let special = days.map { ($0.key.iso, $0.value.map(\.text)) }
        if !days.isEmpty {
            try container.encode(Dictionary(uniqueKeysWithValues: special), forKey: AnyKey(.days))
        }
    }

    private static func hours(_ week: [String: [String]], _ faults: inout [String]) -> [Weekday: [WorkingHours]] {
        var all: [Weekday: [WorkingHours]] = [:]
        for (key, texts) in week.sorted(by: { $0.key < $1.key }) {
            guard let weekdays = weekdays(key) else {
                faults.append(
                    "hours: \"\(key)\" is no weekday: mon, tue, wed, thu, fri, sat, sun, or from-to as mon-fri")
                continue
            }
            let parts = parts(texts, of: "hours.\(key)", &faults)
            for weekday in weekdays {
                if all[weekday] != nil { faults.append("hours: \(weekday.name) is given twice") }
                all[weekday] = parts
            }
        }
        return all
    }

    private static func days(_ special: [String: [String]], _ faults: inout [String]) -> [Day: [WorkingHours]] {
        var all: [Day: [WorkingHours]] = [:]
        for (key, texts) in special.sorted(by: { $0.key < $1.key }) {
            if let day = Day(iso: key) {
                all[day] = parts(texts, of: "days.\(key)", &faults)
            } else {
                faults.append("days: \"\(key)\" is no date: give it as 2026-12-24")
            }
        }
        return all
    }

    private static func weekdays(_ key: String) -> [Weekday]? {
        let ends = key.split(separator: "-", omittingEmptySubsequences: false).map { Weekday(name: String($0)) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
            return nil
        }
        return Weekday.allCases.filter { (first...last).contains($0) }
    }

    private static func parts(_ texts: [String], of place: String, _ faults: inout [String]) -> [WorkingHours] {
        texts.compactMap { text in
            let hours = WorkingHours(text)
            if hours == nil { faults.append("\(place): \"\(text)\" are no hours: give them as 08:00-17:00") }
            return hours
        }
    }

    private static func holding(_ decoder: any Decoder, _ make: () throws(CalendarError) -> Self) throws -> Self {
        do { return try make() } catch { throw corrupted(decoder, [error.description]) }
    }

    private static func corrupted(_ decoder: any Decoder, _ faults: [String]) -> DecodingError {
        .dataCorrupted(
            .init(
                codingPath: decoder.codingPath, debugDescription: faults.joined(separator: "\n"),
                underlyingError: CalendarError.faults(faults)))
    }

    private static func words(of error: any Error) -> [String] {
        func path(_ keys: [any CodingKey]) -> String {
            keys.isEmpty ? "the business calendar" : keys.map(\.stringValue).joined(separator: ".")
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, _): return ["the business calendar lacks \(key.stringValue)"]
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return ["\(path(context.codingPath)) has a value of the wrong kind"]
        case .dataCorrupted(let context):
            let own = (context.underlyingError as? CalendarError)?.description
            return (own ?? "the business calendar is no JSON").split(separator: "\n").map(String.init)
        default: return ["the business calendar is no JSON"]
        }
    }

    private enum Key: String {
        case hours, holidays, days
        case timeZone = "time_zone"
    }

    private struct AnyKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ key: Key) { stringValue = key.rawValue }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
