import Extractors
package import Foundation

/// A JSON Schema (2020-12) of the keywords that definitions and agents need. A keyword that is not known is a fault:
/// what a schema says and nobody checks would be a promise that is not kept.
///
/// Known: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`, `minItems`, `maxItems`,
/// `uniqueItems`, `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `minLength`, `maxLength`, `pattern`, `$ref`
/// and `$defs` within the schema, and what only explains: `title`, `description`, `$comment`, `default`, `examples`,
/// `deprecated`.
package struct JSONSchema: Hashable, Sendable {
    /// One schema object; others are named by their index.
    struct Node: Hashable, Sendable {
        /// The schema `false`.
        var isNever = false
        var kinds: Set<JSONKind>?
        /// Of `enum` and `const`: the value has to be in each.
        var allowed: [[JSONValue]] = []
        var properties: [String: Int] = [:]
        var required: [String] = []
        /// `nil` = anything.
        var additional: Int?
        var items: Int?
        var reference: Int?
        var minimum: Double?
        var maximum: Double?
        var exclusiveMinimum: Double?
        var exclusiveMaximum: Double?
        /// Characters as Unicode counts them (code points).
        var minLength: Int?
        var maxLength: Int?
        var minItems: Int?
        var maxItems: Int?
        var uniqueItems = false
        var pattern: SearchPattern?
    }

    let nodes: [Node]
    let root: Int
    /// As it was given.
    package let source: JSONValue

    /// - Throws: ``JSONSchemaError`` with every fault.
    package init(_ source: JSONValue) throws(JSONSchemaError) {
        var parser = JSONSchemaParser()
        root = parser.parse(source)
        guard parser.faults.isEmpty else { throw JSONSchemaError(faults: parser.faults) }
        nodes = parser.nodes
        self.source = source
    }

    package init(json: Data) throws(JSONSchemaError) {
        guard let source = JSONValue(bounded: json) else {
            throw JSONSchemaError(faults: [JSONFault(JSONPointer(), "it is no JSON")])
        }
        try self.init(source)
    }

    private init(_ nodes: [Node], root: Int, source: JSONValue) {
        self.nodes = nodes
        self.root = root
        self.source = source
    }

    /// The schema of one property, also behind references; `nil` when it names none.
    package func property(_ name: String) -> JSONSchema? {
        let owners = conjuncts(of: root).map { nodes[$0] }
        guard let index = owners.lazy.compactMap({ $0.properties[name] }).first else { return nil }
        return JSONSchema(nodes, root: index, source: source["properties"]?[name] ?? .object([:]))
    }

    package var propertyNames: [String] { conjuncts(of: root).flatMap { nodes[$0].properties.keys }.sorted() }
    package var required: Set<String> { Set(conjuncts(of: root).flatMap { nodes[$0].required }) }

    /// The schema itself and all that it refers to in its stead: each of them holds.
    func conjuncts(of index: Int) -> [Int] {
        var all = [index]
        var next = nodes[index].reference
        while let reference = next {
            all.append(reference)
            next = nodes[reference].reference
        }
        return all
    }
}

/// What is wrong with a schema, all at once.
package struct JSONSchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    package var faults: [JSONFault]
    package init(faults: [JSONFault]) { self.faults = faults }
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}

extension JSONSchema {
    /// Fits every value.
    package static let anything = JSONSchema([Node()], root: 0, source: .bool(true))

    /// The same for values that are there: a part that is `null` is left out of what agents are given.
    var withoutNull: JSONSchema {
        var nodes = nodes
        nodes[root].kinds?.remove(.null)
        return JSONSchema(nodes, root: root, source: source)
    }
}
