package import Foundation
import Invoicing

/// Reads document types from `*.schema.json`, in a folder or already in memory.
package struct SchemaLoader {
    private let names: () throws -> [String]
    private let contents: (String) throws -> Data
    /// Several types extend the same one.
    private let known = Known()

    private final class Known {
        var roots: [String: [String: Any]] = [:]
        /// Without a fault.
        var schemas: [String: ExtractionSchema] = [:]
    }

    package init(folder: URL) {
        names = { try Self.files(in: folder) }
        contents = { try Data(contentsOf: folder.appending(path: $0)) }
    }

    /// - Parameter files: Contents by name.
    package init(files: [String: Data]) {
        names = { files.keys.filter { $0.hasSuffix(Self.ending) }.sorted() }
        contents = { name in
            guard let bytes = files[name] else { throw CocoaError(.fileReadNoSuchFile) }
            return bytes
        }
    }

    private static let ending = ".schema.json"

    /// The names of the schemas in a folder, sorted.
    package static func files(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(Self.ending) }
            .sorted()
    }

    /// Every schema that has `x-extract`, sorted by name.
    /// - Throws: ``SchemaError`` for the first file at fault, with all of its faults.
    package func all() throws -> [ExtractionSchema] {
        try names().compactMap { try schema(file: $0) }
    }

    /// - Returns: `nil` for a schema without `x-extract`, such as the one of results.
    package func schema(file: String) throws(SchemaError) -> ExtractionSchema? {
        let root = try json(file)
        guard root["x-extract"] != nil else { return nil }
        var reading = Reading(file: file)
        let schema = try whole(file, reading: &reading, depth: 0)
        guard reading.faults.isEmpty else { throw SchemaError(file: file, faults: reading.faults) }
        return schema
    }

    private func json(_ file: String) throws(SchemaError) -> [String: Any] {
        if let root = known.roots[file] { return root }
        do {
            guard let root = try JSONSerialization.jsonObject(with: try contents(file)) as? [String: Any] else {
                throw SchemaError(file: file, faults: ["is not a JSON object"])
            }
            known.roots[file] = root
            return root
        } catch let error as SchemaError {
            throw error
        } catch {
            throw SchemaError(file: file, faults: ["cannot be read as JSON: \(error.localizedDescription)"])
        }
    }

    /// A type with what it has from the one that it extends.
    private func whole(_ file: String, reading: inout Reading, depth: Int) throws(SchemaError) -> ExtractionSchema {
        if let schema = known.schemas[file] { return schema }
        let schema = try extend(try json(file), reading: &reading, depth: depth)
        if reading.faults.isEmpty { known.schemas[file] = schema }
        return schema
    }

    private func extend(_ root: [String: Any], reading: inout Reading, depth: Int) throws(SchemaError)
        -> ExtractionSchema
    {
        let extract = root["x-extract"] as? [String: Any] ?? [:]
        var schema = ExtractionSchema(
            name: "", version: 1, documentType: nil, titles: [], fields: [], columns: [], taxColumns: [])
        if let parent = extract["extends"] as? String {
            guard depth < 4 else {
                throw SchemaError(file: reading.file, faults: ["x-extract.extends goes round in circles"])
            }
            schema = try whole("\(parent).schema.json", reading: &reading, depth: depth + 1)
            schema.titles = []
            schema.documentType = nil
        }
        // What the parent has and this type has not.
        let omitted = Set(reading.strings(extract["omit"], "x-extract.omit"))
        schema.fields.removeAll { omitted.contains($0.name.rawValue) }
        if let name = extract["name"] as? String {
            schema.name = name
        } else {
            reading.fault("x-extract.name is missing")
        }
        schema.version = extract["version"] as? Int ?? 1
        schema.documentType = extract["document_type"] as? String
        schema.titles = reading.strings(extract["titles"], "x-extract.titles")
        let properties = root["properties"] as? [String: Any] ?? [:]
        let fields = properties["fields"] as? [String: Any] ?? [:]
        merge(reading.rules(fields, "fields"), into: &schema.fields)
        merge(reading.rules(items(properties["line_items"]), "line_items"), into: &schema.columns)
        merge(reading.rules(items(properties["tax_breakdown"]), "tax_breakdown"), into: &schema.taxColumns)
        if let required = fields["required"] as? [String] {
            for index in schema.fields.indices {
                schema.fields[index].isRequired = required.contains(schema.fields[index].name.rawValue)
            }
        }
        return schema
    }

    private func items(_ array: Any?) -> [String: Any] {
        (array as? [String: Any])?["items"] as? [String: Any] ?? [:]
    }

    private func merge(_ rules: [FieldRule], into existing: inout [FieldRule]) {
        for rule in rules {
            if let index = existing.firstIndex(where: { $0.name == rule.name }) {
                existing[index] = rule
            } else {
                existing.append(rule)
            }
        }
    }
}

/// Reads `x-extract` objects and collects what is wrong with them.
private struct Reading {
    let file: String
    var faults: [String] = []

    mutating func fault(_ text: String) { faults.append(text) }

    mutating func rules(_ object: [String: Any], _ place: String) -> [FieldRule] {
        let properties = object["properties"] as? [String: Any] ?? [:]
        return properties.keys.sorted().compactMap { name in
            guard let extract = (properties[name] as? [String: Any])?["x-extract"] as? [String: Any] else { return nil }
            return rule(name, extract, "\(place).\(name)")
        }
    }

    private mutating func rule(_ name: String, _ extract: [String: Any], _ place: String) -> FieldRule? {
        guard let text = extract["type"] as? String, let type = ValueType(rawValue: text) else {
            let known = ValueType.allCases.map(\.rawValue).joined(separator: ", ")
            fault("\(place): x-extract.type must be one of \(known)")
            return nil
        }
        let allowed: Set = [
            "type", "term", "labels", "weak", "avoid", "pattern", "note", "titles", "phrases",
        ]
        for key in extract.keys where !allowed.contains(key) {
            fault("\(place): x-extract has no \(key); known are \(allowed.sorted().joined(separator: ", "))")
        }
        return FieldRule(
            name: FieldName(rawValue: name), type: type, isRequired: false,
            labels: strings(extract["labels"], "\(place).labels"), weak: strings(extract["weak"], "\(place).weak"),
            avoid: strings(extract["avoid"], "\(place).avoid"), pattern: pattern(extract["pattern"], place))
    }

    private mutating func pattern(_ value: Any?, _ place: String) -> ValuePattern? {
        guard let value else { return nil }
        do throws(PatternFault) {
            guard let text = value as? String else { throw PatternFault(message: "it is no text") }
            return try ValuePattern(text)
        } catch {
            fault("\(place): x-extract.pattern cannot be used: \(error.message)")
            return nil
        }
    }

    /// Label lists are objects of language → list, or a plain list.
    mutating func strings(_ value: Any?, _ place: String) -> [String] {
        guard let value else { return [] }
        if let list = value as? [String] { return list }
        guard let languages = value as? [String: Any] else {
            fault("\(place) must be a list of strings, or an object of language and list")
            return []
        }
        var all: [String] = []
        for language in languages.keys.sorted() {
            guard let list = languages[language] as? [String] else {
                fault("\(place).\(language) must be a list of strings")
                continue
            }
            all.append(contentsOf: list)
        }
        return all
    }
}
