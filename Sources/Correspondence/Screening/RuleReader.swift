/// An object of a rules file whose keys are taken one by one; what nobody takes is a fault. All faults are gathered with their places.
struct RuleReader {
    /// `rules[2].when.all[0]`.
    let place: String
    private(set) var values: [String: RuleValue]
    private(set) var faults: [RuleProblem] = []

    init(_ place: String, _ values: [String: RuleValue]) {
        self.place = place
        self.values = values
    }

    var isEmpty: Bool { values.isEmpty }

    func has(_ key: String) -> Bool { values[key] != nil }

    mutating func value(_ key: String) -> RuleValue? { values.removeValue(forKey: key) }

    mutating func text(_ key: String) -> String? {
        switch value(key) {
        case nil: return nil
        case .text(let text)? where !text.trimmedBlanks.isEmpty: return text
        default:
            fault(key, "must be a text that is not empty")
            return nil
        }
    }

    mutating func whole(_ key: String) -> Int? {
        switch value(key) {
        case nil: return nil
        case .whole(let number)?: return number
        default:
            fault(key, "must be a whole number")
            return nil
        }
    }

    mutating func flag(_ key: String) -> Bool? {
        switch value(key) {
        case nil: return nil
        case .bool(let flag)?: return flag
        default:
            fault(key, "must be true or false")
            return nil
        }
    }

    /// A text that is one of these.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ key: String) -> Word? where Word.RawValue == String {
        guard has(key) else { return nil }
        guard let text = text(key) else { return nil }
        if let word = Word(rawValue: text) { return word }
        fault(key, "must be one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }

    mutating func object(_ key: String) -> RuleReader? {
        switch value(key) {
        case nil: return nil
        case .object(let inner)?: return RuleReader(path(key), inner)
        default:
            fault(key, "must be an object")
            return nil
        }
    }

    mutating func fault(_ key: String, _ problem: String) { faults.append(RuleProblem(path(key), problem)) }
    mutating func add(_ more: [RuleProblem]) { faults += more }

    /// - Returns: Everything that is wrong with it.
    func finished() -> [RuleProblem] {
        faults + values.keys.sorted().map { RuleProblem(path($0), "is not known; is it misspelt?") }
    }

    func path(_ key: String) -> String { key.isEmpty ? place : place.isEmpty ? key : "\(place).\(key)" }
}

/// Something in a rules file that has to be changed, or should be looked at.
package struct RuleProblem: Hashable, Sendable, CustomStringConvertible {
    /// `rules[2].when.subject`; empty = the file.
    package var place: String
    package var message: String

    init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }

    package var description: String { place.isEmpty ? message : "\(place) \(message)" }
}
