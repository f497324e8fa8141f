package import Foundation

/// A point in time, in whole microseconds since 1970-01-01T00:00Z: what PostgreSQL keeps, so nothing is rounded on the
/// way. Days without a clock are ``Day``.
package struct Moment: Hashable, Comparable, Sendable, Codable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }

    package static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }

    package static func + (moment: Moment, duration: Duration) -> Moment {
        Moment(microseconds: moment.microseconds + duration.wholeMicroseconds)
    }

    package static func - (later: Moment, earlier: Moment) -> Duration {
        .microseconds(later.microseconds - earlier.microseconds)
    }

    package var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }

    /// ISO 8601 in UTC, to the second: `2026-03-01T08:30:00Z`.
    package var iso: String { ISO8601DateFormatter().string(from: date) }
}

extension Duration {
    /// Parts of a microsecond are cut off.
    package var wholeMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
