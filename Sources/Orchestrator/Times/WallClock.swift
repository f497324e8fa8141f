import Foundation
package import Invoicing

/// What the clocks on the walls of a time zone show: its offsets from UTC as a list, from 1970 to 2199. The list is made
/// once, so that asking it is a search in memory.
package struct WallClock: Hashable, Sendable {
    /// A stretch of time with one offset; times in microseconds since 1970, UTC.
    struct Stretch: Hashable, Sendable {
        var start: Int64
        /// Not part of it.
        var end: Int64
        /// Eastward; what has to be added to UTC.
        var offset: Int64
    }

    /// IANA name: `"Europe/Berlin"`.
    package let name: String
    private let stretches: [Stretch]

    /// - Parameter name: IANA name; abbreviations as `CET` and offsets as `GMT+5` are refused: they know no summer time,
    ///   or another one than is meant.
    /// - Returns: `nil` when there is no such time zone.
    package init?(_ name: String) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        var stretches: [Stretch] = []
        var start = Self.first
        while start < Self.last {
            let date = Date(timeIntervalSince1970: Double(start / Self.second))
            let change = zone.nextDaylightSavingTimeTransition(after: date)
            let next = change.map { Int64($0.timeIntervalSince1970) * Self.second } ?? Self.last
            let end = next > start ? min(next, Self.last) : Self.last
            stretches.append(
                Stretch(start: start, end: end, offset: Int64(zone.secondsFromGMT(for: date)) * Self.second))
            start = end
        }
        self.stretches = stretches
    }

    package static let utc = WallClock("UTC")!

    /// The day and the time of day that the clock shows.
    /// - Returns: `nil` outside 1970...2199.
    package func reading(_ moment: Moment) -> (day: Day, time: Duration)? {
        guard let stretch = stretch(at: moment.microseconds) else { return nil }
        let (ordinal, time) = Self.split(moment.microseconds + stretch.offset)
        return Day(ordinal: ordinal).map { ($0, .microseconds(time)) }
    }

    /// The first moment at which the clock shows this time or a later one. A time that is left out when clocks are put
    /// forward is the moment of the change; one that comes twice is the first.
    /// - Parameter time: Since midnight, by the clock; 0...24 hours.
    /// - Returns: `nil` outside 1970...2199.
    package func moment(_ day: Day, _ time: Duration = .zero) -> Moment? {
        moment(ordinal: day.ordinal, time: time.wholeMicroseconds).map(Moment.init(microseconds:))
    }

    func moment(ordinal: Int, time: Int64) -> Int64? {
        let local = Int64(ordinal) * Self.day + time
        guard var index = index(at: max(Self.first, local - 16 * Self.hour)) else { return nil }
        while index < stretches.count {
            let stretch = stretches[index]
            let moment = max(stretch.start, local - stretch.offset)
            if moment < stretch.end { return moment }
            index += 1
        }
        return nil
    }

    func stretch(at microseconds: Int64) -> Stretch? { index(at: microseconds).map { stretches[$0] } }

    /// - Returns: Days since 1970, and microseconds of the day.
    static func split(_ local: Int64) -> (ordinal: Int, time: Int64) {
        let remainder = local % day
        let time = remainder < 0 ? remainder + day : remainder
        return (Int((local - time) / day), time)
    }

    private func index(at microseconds: Int64) -> Int? {
        guard (Self.first..<Self.last).contains(microseconds) else { return nil }
        var (low, high) = (0, stretches.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[middle].start <= microseconds { low = middle } else { high = middle }
        }
        return low
    }

    package static func == (left: WallClock, right: WallClock) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }

    static let second: Int64 = 1_000_000
    static let hour = 3600 * second
    static let day = 24 * hour
    /// 1970-01-01 and 2200-01-01, UTC.
    private static let first: Int64 = 0
    private static let last = 84_006 * day
}
