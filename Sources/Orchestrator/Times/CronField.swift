/// One of the five fields of a cron expression: the numbers that it allows, as bits.
struct CronField: Hashable, Sendable {
    enum Kind: String, CaseIterable {
        case minute, hour
        case dayOfMonth = "day of the month"
        case month
        case weekday = "day of the week"

        var range: ClosedRange<Int> {
            switch self {
            case .minute: 0...59
            case .hour: 0...23
            case .dayOfMonth: 1...31
            case .month: 1...12
            case .weekday: 0...7
            }
        }

        var names: [String: Int] {
            switch self {
            case .month:
                Self.numbered(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
            case .weekday: Self.numbered(["sun", "mon", "tue", "wed", "thu", "fri", "sat"], 0)
            default: [:]
            }
        }

        private static func numbered(_ names: [String], _ first: Int) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset + first) })
        }
    }

    /// Bit n = the number n; Sunday is 0 only.
    private(set) var bits: UInt64 = 0
    /// `L`: the last day of a month.
    private(set) var hasLast = false
    /// Begins with `*`: no restriction, and by the clock as it runs.
    let isStar: Bool

    /// - Throws: ``CronError`` that names the field.
    init(_ text: String, _ kind: Kind) throws(CronError) {
        isStar = text.hasPrefix("*")
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if kind == .dayOfMonth, part == "L" || part == "l" { hasLast = true } else { try add(String(part), kind) }
        }
        if kind == .weekday, contains(7) { bits = (bits | 1) & ~(1 << 7) }
    }

    func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

    /// - Returns: The smallest allowed number that is not below; `nil` when there is none.
    func first(from number: Int) -> Int? {
        guard number < 64 else { return nil }
        let rest = bits >> UInt64(number)
        return rest == 0 ? nil : number + rest.trailingZeroBitCount
    }

    private mutating func add(_ part: String, _ kind: Kind) throws(CronError) {
        let halves = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let base = halves.first, !base.isEmpty, halves.count <= 2 else {
            throw CronError(kind, "\"\(part)\" is no number, range, list or step")
        }
        var step = 1
        if halves.count == 2 {
            guard let number = Self.number(halves[1]), number >= 1 else {
                throw CronError(kind, "the step \"\(halves[1])\" is no number above 0")
            }
            guard base == "*" || base.contains("-") else {
                throw CronError(kind, "a step follows * or a range: \(base)-\(kind.range.upperBound)/\(halves[1])")
            }
            step = number
        }
        let range = try Self.range(base, kind)
        for number in stride(from: range.lowerBound, through: range.upperBound, by: step) {
            bits |= 1 << UInt64(number)
        }
    }

    private static func range(_ text: String, _ kind: Kind) throws(CronError) -> ClosedRange<Int> {
        // Seven days, not eight: 7 is Sunday once more.
        if text == "*" { return kind == .weekday ? 0...6 : kind.range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count <= 2, let from = ends.first else { throw CronError(kind, "\"\(text)\" is no range") }
        let first = try value(from, kind)
        let last = ends.count == 2 ? try value(ends[1], kind) : first
        guard first <= last else {
            throw CronError(kind, "the range \(text) runs backwards; give two: \(from)-\(kind.range.upperBound),…")
        }
        return first...last
    }

    private static func value(_ text: String, _ kind: Kind) throws(CronError) -> Int {
        if let number = kind.names[text.lowercased()] { return number }
        guard let number = Self.number(text) else { throw CronError(kind, "\"\(text)\" is no number") }
        guard kind.range.contains(number) else {
            throw CronError(kind, "\(text) is not in \(kind.range.lowerBound)-\(kind.range.upperBound)")
        }
        return number
    }

    private static func number(_ text: String) -> Int? {
        (1...4).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }
}

/// What is wrong with a cron expression, and where.
package struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `"minute"`, `"day of the month"` …; empty = the whole.
    package var field: String
    package var problem: String

    package init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }

    init(_ kind: CronField.Kind, _ problem: String) { self.init(field: kind.rawValue, problem: problem) }

    package var description: String { field.isEmpty ? problem : "\(field): \(problem)" }
}
