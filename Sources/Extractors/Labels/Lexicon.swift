package import Invoicing

/// What a printed label may mean.
package struct LabelMeaning: Hashable, Sendable {
    package enum Strength: Int, Hashable, Sendable, Comparable {
        /// Contains a label but means something else.
        case avoid, weak, strong
        package static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
    }
    package var field: FieldName
    package var strength: Strength
}

/// Labels by their folded form, for look-up while walking a row.
package struct Lexicon: Sendable {
    private var meanings: [String: [LabelMeaning]] = [:]
    /// Forms with one letter left out, for print that was recognized with one mistake.
    private var nearby: [String: [String]] = [:]
    /// Bytes of the longest form.
    package private(set) var longest = 0

    package init(_ rules: [FieldRule], titles: [String: [String]] = [:]) {
        for rule in rules {
            for label in rule.labels { add(label, rule.name, .strong) }
            for label in rule.weak { add(label, rule.name, .weak) }
            for label in rule.avoid { add(label, rule.name, .avoid) }
        }
        for (field, labels) in titles {
            for label in labels { add(label, FieldName(rawValue: field), .strong) }
        }
    }

    private mutating func add(_ label: String, _ field: FieldName, _ strength: LabelMeaning.Strength) {
        let key = Folding.key(label)
        guard !key.isEmpty else { return }
        let meaning = LabelMeaning(field: field, strength: strength)
        if meanings[key]?.contains(meaning) == true { return }
        let isNew = meanings[key] == nil
        meanings[key, default: []].append(meaning)
        longest = max(longest, key.utf8.count)
        if isNew, key.utf8.count >= 7 { endings.append(key) }
        if isNew, key.utf8.count >= 6 {
            for form in Self.shortened(key) { nearby[form, default: []].append(key) }
        }
    }

    package func meanings(of key: String) -> [LabelMeaning]? { meanings[key] }

    /// Whether words written together count by their last part: "Handelsrechnung" is a "Rechnung". For titles.
    package var matchesCompounds = false
    private var endings: [String] = []

    /// Meanings of the longest label that the word ends with; `nil` when compounds do not count here.
    package func compound(_ key: String) -> [LabelMeaning]? {
        guard matchesCompounds, key.utf8.count >= 10 else { return nil }
        let ending = endings.filter { key.hasSuffix($0) }.max { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        return ending.flatMap { meanings[$0] }
    }

    /// For recognized print only: labels one mistake away (a letter replaced, lost or added).
    package func meanings(near key: String) -> [LabelMeaning]? {
        guard key.utf8.count >= 6 else { return nil }
        if let hit = nearby[key]?.first { return meanings[hit] }
        for form in Self.shortened(key) {
            if let hit = meanings[form] { return hit }
            if let hit = nearby[form]?.first { return meanings[hit] }
        }
        return nil
    }

    private static func shortened(_ key: String) -> [String] {
        let bytes = Array(key.utf8)
        return bytes.indices.map { index in
            var copy = bytes
            copy.remove(at: index)
            return String(decoding: copy, as: UTF8.self)
        }
    }
}
