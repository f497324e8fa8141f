package import Invoicing
import Synchronization

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
    private let nearby = NearbyForms()
    /// Keys that are long enough to be recognized with one mistake, in the order they came.
    private var mistakable: [String] = []
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
        if isNew, key.utf8.count >= 6 { mistakable.append(key) }
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
        if let hit = nearby.first(key, of: mistakable) { return meanings[hit] }
        for form in NearbyForms.shortened(key) {
            if let hit = meanings[form] { return hit }
            if let hit = nearby.first(form, of: mistakable) { return meanings[hit] }
        }
        return nil
    }
}

/// Forms with one letter left out, for print that was recognized with one mistake. There are a hundred thousand, so they are
/// made when the first such print comes; born-digital documents never ask.
private final class NearbyForms: Sendable {
    private let forms = Mutex<[String: String]?>(nil)

    /// The first of the keys that is `form` when one letter is left out.
    func first(_ form: String, of keys: [String]) -> String? {
        forms.withLock { forms in
            if let forms { return forms[form] }
            var made: [String: String] = [:]
            for key in keys {
                for short in Self.shortened(key) where made[short] == nil { made[short] = key }
            }
            forms = made
            return made[form]
        }
    }

    static func shortened(_ key: String) -> [String] {
        let bytes = Array(key.utf8)
        return bytes.indices.map { index in
            var copy = bytes
            copy.remove(at: index)
            return String(decoding: copy, as: UTF8.self)
        }
    }
}
