package import Invoicing

/// A day of the week; the raw value counts from Monday = 1 as ISO 8601 does.
package enum Weekday: Int, Hashable, Sendable, CaseIterable, Comparable {
    case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `"mon"` … `"sun"`, in small letters.
    package init?(name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        self = Self.allCases[index]
    }

    /// - Parameter ordinal: Days since 1970-01-01, a Thursday.
    package init(ordinal: Int) {
        let sinceMonday = (ordinal + 3) % 7
        self = Self.allCases[sinceMonday < 0 ? sinceMonday + 7 : sinceMonday]
    }

    /// `"mon"`
    package var name: String { Self.names[rawValue - 1] }

    package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}

extension Day {
    package var weekday: Weekday { Weekday(ordinal: ordinal) }
}
