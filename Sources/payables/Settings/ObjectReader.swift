import Orchestrator

/// An object of a settings file whose keys are taken one by one; what nobody takes is a fault.
struct ObjectReader {
    /// Where it stands, for people: `channels.mail`; empty at the top.
    let place: String
    private var values: [String: JSONValue]
    private(set) var faults: [String] = []

    init(_ place: String, _ values: [String: JSONValue]) {
        self.place = place
        self.values = values
    }

    mutating func text(_ key: String) -> String? {
        switch values.removeValue(forKey: key) {
        case nil: return nil
        case .string(let text) where !text.isEmpty: return text
        default:
            fault(key, "must be a text")
            return nil
        }
    }

    mutating func required(_ key: String) -> String? {
        if values[key] == nil { fault(key, "is missing") }
        return text(key)
    }

    mutating func flag(_ key: String) -> Bool {
        switch values.removeValue(forKey: key) {
        case nil: return false
        case .bool(let value): return value
        default:
            fault(key, "must be true or false")
            return false
        }
    }

    func has(_ key: String) -> Bool { values[key] != nil }

    /// Without taking it; `nil` when it is not there or no text.
    func peek(_ key: String) -> String? { if case .string(let text)? = values[key] { text } else { nil } }

    /// - Returns: `nil` when it is not there.
    mutating func count(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let value = values.removeValue(forKey: key) else { return nil }
        if case .number(let number) = value, let count = Int(exactly: number), range.contains(count) { return count }
        fault(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// - Returns: `nil` when it is not there.
    mutating func seconds(_ key: String, _ range: ClosedRange<Double>) -> Double? {
        guard let value = values.removeValue(forKey: key) else { return nil }
        if case .number(let number) = value, range.contains(number) { return number }
        fault(key, "must be seconds from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        return nil
    }

    /// - Returns: `nil` when it is not there.
    mutating func texts(_ key: String) -> [String]? {
        guard let value = values.removeValue(forKey: key) else { return nil }
        if case .array(let all) = value {
            let texts = all.compactMap { if case .string(let text) = $0, !text.isEmpty { text } else { nil } }
            if texts.count == all.count { return texts }
        }
        fault(key, "must be a list of texts")
        return nil
    }

    /// - Returns: Sorted by key; empty when it is not there.
    mutating func objects(_ key: String) -> [(name: String, reader: ObjectReader)] {
        guard case .object(let all)? = object(key) else { return [] }
        return all.sorted { $0.key < $1.key }.compactMap { name, value in
            guard case .object(let inner) = value else {
                fault("\(key).\(name)", "must be an object")
                return nil
            }
            return (name, ObjectReader(path("\(key).\(name)"), inner))
        }
    }

    mutating func reader(_ key: String) -> ObjectReader? {
        guard case .object(let inner)? = object(key) else { return nil }
        return ObjectReader(path(key), inner)
    }

    mutating func table(_ key: String) -> [String: String] {
        guard case .object(let all)? = object(key) else { return [:] }
        return all.compactMapValues { value in
            if case .string(let text) = value { return text }
            fault(key, "must hold texts only")
            return nil
        }
    }

    mutating func fault(_ key: String, _ problem: String) { faults.append("\(path(key)) \(problem)") }

    /// - Returns: Everything that is wrong with it.
    func finished() -> [String] { faults + values.keys.sorted().map { "\(path($0)) is not known; is it misspelt?" } }

    private mutating func object(_ key: String) -> JSONValue? {
        guard let value = values.removeValue(forKey: key) else { return nil }
        if case .object = value { return value }
        fault(key, "must be an object")
        return nil
    }

    private func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
}
