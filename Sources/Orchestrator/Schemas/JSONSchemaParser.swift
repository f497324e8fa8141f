import Extractors
import Foundation

/// Reads a schema; collects everything that is wrong with it.
struct JSONSchemaParser {
    private(set) var nodes: [JSONSchema.Node] = []
    private(set) var faults: [JSONFault] = []
    private var places: [String: Int] = [:]
    private var references: [(from: Int, to: String, at: JSONPointer)] = []

    private static let dialect = "https://json-schema.org/draft/2020-12/schema"
    /// They say nothing about values.
    private static let explaining: Set<String> = [
        "title", "description", "$comment", "default", "examples", "deprecated", "$defs",
    ]

    mutating func parse(_ source: JSONValue) -> Int {
        let root = schema(source, at: JSONPointer())
        for reference in references { resolve(reference) }
        if faults.isEmpty { findLoops() }
        return root
    }

    private mutating func fault(_ pointer: JSONPointer, _ message: String) {
        faults.append(JSONFault(pointer, message))
    }

    private mutating func schema(_ value: JSONValue, at pointer: JSONPointer) -> Int {
        let index = nodes.count
        nodes.append(JSONSchema.Node())
        places[pointer.description] = index
        switch value {
        case .bool(let isAnything): nodes[index].isNever = !isAnything
        case .object(let members):
            guard pointer.tokens.count < 60 else {
                fault(pointer, "the schema is nested too deep")
                break
            }
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                keyword(key, value, of: index, at: pointer.appending(key))
            }
            if case .object(let definitions)? = members["$defs"] {
                for (name, value) in definitions.sorted(by: { $0.key < $1.key }) {
                    _ = schema(value, at: pointer.appending("$defs").appending(name))
                }
            }
        default: fault(pointer, "a schema must be an object, true or false")
        }
        return index
    }

    private mutating func keyword(_ key: String, _ value: JSONValue, of index: Int, at pointer: JSONPointer) {
        switch key {
        case "type": nodes[index].kinds = kinds(value, at: pointer)
        case "enum":
            guard case .array(let values) = value, !values.isEmpty else {
                return fault(pointer, "must be a list of values, at least one")
            }
            nodes[index].allowed.append(values)
        case "const": nodes[index].allowed.append([value])
        case "properties":
            guard case .object(let members) = value else { return fault(pointer, "must be an object of schemas") }
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                let child = schema(value, at: pointer.appending(name))
                nodes[index].properties[name] = child
            }
        case "required": nodes[index].required = names(value, at: pointer)
        case "additionalProperties":
            let child = schema(value, at: pointer)
            nodes[index].additional = child
        case "items":
            let child = schema(value, at: pointer)
            nodes[index].items = child
        case "$ref":
            guard case .string(let target) = value, target.hasPrefix("#") else {
                return fault(pointer, "must lead to a place within this schema, such as #/$defs/NAME")
            }
            references.append((index, target, pointer))
        case "pattern":
            guard case .string(let text) = value else { return fault(pointer, "must be text") }
            do throws(SearchPattern.Fault) { nodes[index].pattern = try SearchPattern(text) } catch {
                fault(pointer, "the pattern cannot be used: \(error.message)")
            }
        case "uniqueItems":
            guard case .bool(let isUnique) = value else { return fault(pointer, "must be true or false") }
            nodes[index].uniqueItems = isUnique
        case "$schema":
            if value != .string(Self.dialect) { fault(pointer, "must be \(Self.dialect)") }
        case "$id":
            if pointer.tokens.count > 1 { fault(pointer, "can stand at the top only") }
        case _ where Self.numbers[key] != nil: number(key, value, of: index, at: pointer)
        case _ where Self.counts[key] != nil: count(key, value, of: index, at: pointer)
        case _ where Self.explaining.contains(key): break
        default: fault(pointer, "this keyword is not known here; see docs/agents.md for those that are")
        }
    }

    private static let numbers: [String: any WritableKeyPath<JSONSchema.Node, Double?> & Sendable] = [
        "minimum": \.minimum, "maximum": \.maximum, "exclusiveMinimum": \.exclusiveMinimum,
        "exclusiveMaximum": \.exclusiveMaximum,
    ]
    private static let counts: [String: any WritableKeyPath<JSONSchema.Node, Int?> & Sendable] = [
        "minLength": \.minLength, "maxLength": \.maxLength, "minItems": \.minItems, "maxItems": \.maxItems,
    ]

    private mutating func number(_ key: String, _ value: JSONValue, of index: Int, at pointer: JSONPointer) {
        guard case .number(let number) = value, let path = Self.numbers[key] else {
            return fault(pointer, "must be a number")
        }
        nodes[index][keyPath: path] = number
    }

    private mutating func count(_ key: String, _ value: JSONValue, of index: Int, at pointer: JSONPointer) {
        guard case .number(let number) = value, value.isOf(.integer), number >= 0, number < 1e9,
            let path = Self.counts[key]
        else { return fault(pointer, "must be a whole number from 0 on") }
        nodes[index][keyPath: path] = Int(number)
    }

    private mutating func kinds(_ value: JSONValue, at pointer: JSONPointer) -> Set<JSONKind>? {
        let texts: [JSONValue] = if case .array(let values) = value { values } else { [value] }
        let kinds = texts.compactMap { text -> JSONKind? in
            if case .string(let name) = text { JSONKind(rawValue: name) } else { nil }
        }
        if kinds.count < texts.count || kinds.isEmpty {
            let known = JSONKind.allCases.map(\.rawValue).joined(separator: ", ")
            fault(pointer, "must be one or several of \(known)")
        }
        return Set(kinds)
    }

    private mutating func names(_ value: JSONValue, at pointer: JSONPointer) -> [String] {
        guard case .array(let values) = value else {
            fault(pointer, "must be a list of names")
            return []
        }
        let names = values.compactMap { if case .string(let name) = $0 { name } else { nil } }
        if names.count < values.count || Set(names).count < names.count {
            fault(pointer, "must be a list of names, each once")
        }
        return names
    }

    private mutating func resolve(_ reference: (from: Int, to: String, at: JSONPointer)) {
        let place = String(reference.to.dropFirst())
        guard let target = places[place.removingPercentEncoding ?? place] else {
            return fault(reference.at, "leads to no schema: \(reference.to)")
        }
        nodes[reference.from].reference = target
    }

    private mutating func findLoops() {
        for reference in references {
            var seen: Set<Int> = []
            var next = nodes[reference.from].reference
            while let index = next, seen.insert(index).inserted { next = nodes[index].reference }
            if next != nil { fault(reference.at, "leads round in a circle") }
        }
    }
}
