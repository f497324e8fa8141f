import Testing

@testable import Correspondence

/// Squats made of a list of names, and pairs of names that have nothing to do with each other. Figures stand in docs/decisions/0089.
@Suite("Look-alikes") struct LookAlikeTests {
    static let known = KnownDomains.all
    static let lookAlikes = LookAlikes(known: known, .debian)

    @Test func squatsAreSeen() {
        var missed: [String: [String]] = [:]
        var count = 0
        var seen = 0
        for domain in Self.known {
            for (kind, squat) in Squats.all(of: domain) {
                count += 1
                if Self.lookAlikes.resembled(by: squat) != nil {
                    seen += 1
                } else {
                    missed[kind, default: []].append(squat)
                }
            }
        }
        #expect(Self.known.count == 60)
        #expect(count == Squats.expected)
        #expect(seen == Squats.seen, "\(count - seen) of \(count) are missed: \(missed)")
        #expect(seen * 100 >= count * 99)
    }

    /// Each known domain against each unrelated one.
    @Test func unrelatedOnesAreNot() {
        var alarms: [String] = []
        var pairs = 0
        for known in Self.known {
            let one = LookAlikes(known: [known], .debian)
            for other in UnrelatedDomains.all {
                pairs += 1
                if one.resembled(by: other) != nil { alarms.append("\(other) for \(known)") }
            }
        }
        #expect(pairs == UnrelatedDomains.pairs)
        #expect(alarms.count == UnrelatedDomains.alarms, "\(alarms)")
        #expect(alarms.count * 1_000 <= pairs)
    }

    static let ownKind = known + known.map { "mail.\($0)" } + known.map { "a.b.\($0)" } + known.map { $0.uppercased() }

    @Test(arguments: ownKind) func knownOnesAreThemselves(_ domain: String) {
        #expect(Self.lookAlikes.resembled(by: domain) == nil)
    }

    static let distances = [
        ("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xabc", 1), ("abc", "abd", 1),
        ("nordwind", "nrodwnid", 2), ("kitten", "sitting", 3), ("abcdef", "ghijkl", 3),
    ]

    @Test(arguments: distances) func lettersApart(_ one: String, _ other: String, _ distance: Int) {
        #expect(EditDistance.between(Array(one), Array(other), atMost: 2) == distance)
    }
}
