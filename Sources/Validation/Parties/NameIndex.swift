/// Finds companies by name among many: equal names in a dictionary, near ones by shared trigrams, so that 50,000 names
/// are not compared one by one.
struct NameIndex: Sendable {
    struct Hit: Hashable, Sendable {
        /// Position in the list the index was made from.
        let record: Int
        /// The known name that fits.
        let name: String
        let isAlias: Bool
        let score: Double
    }

    private struct Entry: Sendable {
        let record: Int32
        let isAlias: Bool
        let trigramCount: UInt16
        let text: String
    }

    private var entries: [Entry] = []
    private var byKey: [String: [Int32]] = [:]
    private var byTrigram: [UInt32: [Int32]] = [:]
    /// Trigrams in more names than this say little; they are used only when a name has no other.
    private static let common = 2_000
    /// Names that share most trigrams and are then compared in full.
    private static let compared = 40

    mutating func insert(_ text: String, record: Int, isAlias: Bool) {
        let name = PartyName(text)
        guard !name.words.isEmpty else { return }
        let position = Int32(entries.count)
        let trigrams = Self.trigrams(name)
        entries.append(
            Entry(record: Int32(record), isAlias: isAlias, trigramCount: UInt16(clamping: trigrams.count), text: text))
        for key in name.keys { byKey[key, default: []].append(position) }
        for trigram in trigrams { byTrigram[trigram, default: []].append(position) }
    }

    /// Records one of whose names equals `text` but for spelling. Each record once, its own name before an alias.
    func equal(to text: String) -> [Hit] {
        let name = PartyName(text)
        var hits: [Int: Hit] = [:]
        for position in name.keys.flatMap({ byKey[$0] ?? [] }) {
            let entry = entries[Int(position)]
            guard PartyName(entry.text).mayBe(name) else { continue }
            let hit = Hit(record: Int(entry.record), name: entry.text, isAlias: entry.isAlias, score: 1)
            if let known = hits[hit.record], !known.isAlias { continue }
            hits[hit.record] = hit
        }
        return sameFormFirst(Array(hits.values), name)
    }

    /// `Müller GmbH` on paper is the GmbH, even if a `Müller` without form is known too.
    private func sameFormFirst(_ hits: [Hit], _ name: PartyName) -> [Hit] {
        let same = name.forms.isEmpty ? [] : hits.filter { PartyName($0.name).forms == name.forms }
        return (same.isEmpty ? hits : same).sorted { $0.record < $1.record }
    }

    /// Records with a name at least `threshold` alike, best first, each once, at most five.
    func near(_ text: String, threshold: Double) -> [Hit] {
        let name = PartyName(text)
        var best: [Int: Hit] = [:]
        for position in candidates(Self.trigrams(name)) {
            let entry = entries[position]
            let score = NameSimilarity.score(name, PartyName(entry.text))
            guard score >= threshold else { continue }
            let hit = Hit(record: Int(entry.record), name: entry.text, isAlias: entry.isAlias, score: score)
            if hit.score > best[hit.record]?.score ?? 0 { best[hit.record] = hit }
        }
        let sorted = best.values.sorted { ($1.score, $0.record) < ($0.score, $1.record) }
        return Array(sorted.prefix(5))
    }

    private func candidates(_ trigrams: Set<UInt32>) -> [Int] {
        let postings = trigrams.compactMap { byTrigram[$0] }
        let telling = postings.filter { $0.count <= Self.common }
        var shared: [Int32: Int] = [:]
        for posting in telling.isEmpty ? postings : telling {
            for position in posting { shared[position, default: 0] += 1 }
        }
        // Dice's coefficient orders; what shares only one trigram of many is noise.
        let ranked = shared.filter { $0.value > 1 || trigrams.count < 4 }.map { position, count in
            (Int(position), Double(2 * count) / Double(trigrams.count + Int(entries[Int(position)].trigramCount)))
        }
        return ranked.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(Self.compared).map(\.0)
    }

    /// Three bytes in a row of each word, which is bounded by spaces.
    private static func trigrams(_ name: PartyName) -> Set<UInt32> {
        var trigrams: Set<UInt32> = []
        for word in name.words {
            let bytes = [0x20] + Array(word.utf8) + [0x20]
            for start in 0..<(bytes.count - 2) {
                trigrams.insert(
                    UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2]))
            }
        }
        return trigrams
    }
}
