package import Invoicing

/// Why a calendar is none, or cannot answer.
package enum CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// All that is wrong with its definition, at once.
    case faults([String])
    /// No working time in the ten years after this day.
    case noWorkingTime(after: Day)
    /// Calendars reach from 1970 to 2199.
    case outOfRange
    /// Time is only ever added.
    case negative

    package var description: String {
        switch self {
        case .faults(let faults): faults.joined(separator: "\n")
        case .noWorkingTime(let day):
            "the business calendar has no working time in the ten years after \(day.iso): look at its days without work"
        case .outOfRange: "business calendars reach from 1970 to 2199"
        case .negative: "a business calendar only adds time, it takes none away"
        }
    }
}
