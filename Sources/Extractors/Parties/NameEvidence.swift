import Invoicing

/// What speaks for a name being a party's: independent hints, put together as chances.
struct NameEvidence {
    struct Entry {
        var name: String
        var row: Int
        var tokens: Range<Int>
        /// Chance that none of the hints is right.
        var doubt = 1.0
        var reasons: [String] = []
        var label: String?
        var block: AddressBlock?
        var score: Double { 1 - doubt }
    }

    private(set) var entries: [String: Entry] = [:]

    /// - Parameter weight: Chance 0...1 that this hint alone is right.
    mutating func add(
        _ name: String, row: Int, tokens: Range<Int>, weight: Double, reason: String, label: String? = nil,
        block: AddressBlock? = nil
    ) {
        let key = Self.key(name)
        guard !key.isEmpty else { return }
        var entry = entries[key] ?? Entry(name: name, row: row, tokens: tokens)
        if !entry.reasons.contains(reason) {
            entry.doubt *= 1 - weight
            entry.reasons.append(reason)
        }
        // The fuller spelling is the name.
        if name.count > entry.name.count, name.count < entry.name.count + 12 { entry.name = name }
        entry.label = entry.label ?? label
        if entry.block == nil || (entry.block?.isOneLine == true && block?.isOneLine == false) {
            entry.block = block ?? entry.block
        }
        entries[key] = entry
    }

    mutating func weaken(_ name: String, by factor: Double) {
        let key = Self.key(name)
        if var entry = entries[key] {
            entry.doubt = 1 - entry.score * factor
            entries[key] = entry
        }
    }

    /// - Returns: `nil` when nothing was said about the name.
    func score(of name: String) -> Double? { entries[Self.key(name)]?.score }

    /// Best first; ties go to the one printed first.
    var ranked: [Entry] {
        entries.values.sorted { ($0.score, -$0.row, $1.name) > ($1.score, -$1.row, $0.name) }
    }

    static func key(_ name: String) -> String { Folding.key(name) }
}
