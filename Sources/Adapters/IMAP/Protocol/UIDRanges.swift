/// Numbers of messages within a mailbox, as few ranges.
package struct UIDRanges: Hashable, Sendable {
    /// In the order given; from sets we make, rising and apart.
    package private(set) var ranges: [ClosedRange<UInt32>]

    init(ranges: [ClosedRange<UInt32>]) { self.ranges = ranges }

    package init(_ uids: some Sequence<UInt32>) {
        ranges = []
        for uid in Set(uids).sorted() where uid > 0 {
            if let last = ranges.last, last.upperBound + 1 == uid {
                ranges[ranges.count - 1] = last.lowerBound...uid
            } else {
                ranges.append(uid...uid)
            }
        }
    }

    package var isEmpty: Bool { ranges.isEmpty }

    package func contains(_ uid: UInt32) -> Bool { ranges.contains { $0.contains(uid) } }

    /// How many numbers; a server may claim four thousand millions in twelve characters.
    package var count: UInt64 { ranges.reduce(0) { $0 + UInt64($1.upperBound - $1.lowerBound) + 1 } }

    /// Sets as they stand in a command, none longer than a server takes ("Too long argument").
    /// - Parameter longest: Bytes; RFC 7162 §4 has servers take 8192 for a whole command.
    func commandSets(longest: Int = 1000) -> [String] {
        var sets: [String] = []
        for range in ranges {
            let text =
                range.count == 1 ? String(range.lowerBound) : "\(range.lowerBound):\(range.upperBound)"
            if let last = sets.last, last.utf8.count + 1 + text.utf8.count <= longest {
                sets[sets.count - 1] = last + "," + text
            } else {
                sets.append(text)
            }
        }
        return sets
    }
}
