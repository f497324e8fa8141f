package import Foundation

/// What an agent of the agents folder says of itself: `agent.json` beside its executable (docs/agents.md).
package struct AgentManifest: Hashable, Sendable {
    /// What workflow definitions call it; also the name of its folder.
    package var name: String
    /// Changes with the meaning of the output; kept beside each recorded output.
    package var version: Int
    /// One sentence for people.
    package var description: String
    /// File in its folder that is started.
    package var program: String
    /// The parts of the case that it wants, by the names of `schemas/result.schema.json`, and `outputs` of other agents.
    package var input: JSONSchema
    package var output: JSONSchema
    package var settings: JSONSchema
    /// For one question.
    package var limits: Limits

    package struct Limits: Hashable, Sendable {
        /// Until the answer is there, the start included.
        package var seconds = 10.0
        /// Bytes of address space.
        package var memory = 512_000_000
        /// Bytes of the answer.
        package var output = 1_000_000

        package init() {}
    }

    package var id: String { "\(name)/\(version)" }

    /// What a case file can give to an agent of the folder, and which part each comes from; `nil` = always there.
    package static let inputs: [String: CasePart?] = [
        "document": nil, "findings": nil, "outputs": nil, "schema": .reading, "fields": .reading,
        "line_items": .reading, "tax_breakdown": .reading, "allowances_charges": .reading, "supplier": .reading,
        "customer": .reading, "match": .match, "approval": .approval, "posting": .posting,
    ]

    /// What an earlier step has to have given.
    package var needs: Set<CasePart> { Set(input.required.compactMap { Self.inputs[$0] ?? nil }) }

    /// The agents whose outputs it cannot do without.
    package var neededOutputs: Set<String> {
        input.required.contains("outputs") ? input.property("outputs")?.required ?? [] : []
    }
}

extension AgentManifest {
    /// - Parameter folder: Name of the folder that it stands in.
    /// - Throws: ``JSONSchemaError`` with everything that is wrong with it.
    package init(json: Data, folder: String) throws(JSONSchemaError) {
        guard let source = JSONValue(bounded: json) else {
            throw JSONSchemaError(faults: [JSONFault(JSONPointer(), "it is no JSON")])
        }
        let faults = Self.form.faults(in: source)
        guard faults.isEmpty else { throw JSONSchemaError(faults: faults) }
        var parts = ManifestParts(source)
        name = parts.text("name")
        version = Int(parts.number("version") ?? 1)
        description = parts.text("description")
        program = parts.text("program")
        input = parts.schema("input")
        output = parts.schema("output")
        settings = parts.schema("settings")
        limits = Limits()
        if let seconds = parts.number("seconds") { limits.seconds = seconds }
        if let memory = parts.number("memory") { limits.memory = Int(memory) }
        if let output = parts.number("output_bytes") { limits.output = Int(output) }
        parts.faults += misfits(folder: folder, hasEffect: source["has_effect"] == .bool(true))
        guard parts.faults.isEmpty else { throw JSONSchemaError(faults: parts.faults) }
    }

    private func misfits(folder: String, hasEffect: Bool) -> [JSONFault] {
        var faults: [JSONFault] = []
        if name != folder {
            faults.append(JSONFault(JSONPointer("name"), "must be the name of its folder, \(folder)"))
        }
        if hasEffect {
            faults.append(
                JSONFault(
                    JSONPointer("has_effect"),
                    "agents of the folder only read and propose; one that acts outside has to be written in Swift, with a"
                        + " probe (docs/agents.md)"))
        }
        for name in input.propertyNames + input.required.sorted() where Self.inputs[name] == nil {
            let known = Self.inputs.keys.sorted().joined(separator: ", ")
            faults.append(JSONFault(JSONPointer("input", name), "is no part of a case; there are \(known)"))
        }
        for fault in output.property("findings")?.misfits(for: Self.findings) ?? [] {
            var place = JSONPointer("output", "properties", "findings")
            for token in fault.pointer.tokens { place = place.appending(token) }
            faults.append(JSONFault(place, fault.message))
        }
        return faults
    }

    /// Findings that an agent of the folder may add: it can stop a case, but not refuse it.
    private static let findings = literal(
        """
        {"type": "array", "maxItems": 100, "items": {"type": "object", "required": ["rule", "severity", "message"],
          "properties": {"rule": {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"},
                         "severity": {"enum": ["info", "warning", "review"]},
                         "message": {"type": "string", "minLength": 1, "maxLength": 500}},
          "additionalProperties": false}}
        """)

    private static let form = literal(
        """
        {"type": "object", "required": ["name", "version", "description", "program", "input", "output"],
         "properties": {
           "$comment": {}, "description": {"type": "string", "minLength": 1, "maxLength": 200},
           "name": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,60}$"},
           "version": {"type": "integer", "minimum": 1, "maximum": 1000000},
           "program": {"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]*$"},
           "input": {"type": "object"}, "output": {"type": "object"}, "settings": {"type": "object"},
           "has_effect": {"type": "boolean"},
           "seconds": {"type": "number", "minimum": 0.1, "maximum": 600},
           "memory": {"type": "integer", "minimum": 16000000, "maximum": 8000000000},
           "output_bytes": {"type": "integer", "minimum": 1000, "maximum": 16000000}},
         "additionalProperties": false}
        """)

    private static func literal(_ text: String) -> JSONSchema {
        do { return try JSONSchema(json: Data(text.utf8)) } catch {
            preconditionFailure("a schema of the program: \(error)")
        }
    }
}

/// Members of a manifest whose form was checked.
private struct ManifestParts {
    let source: JSONValue
    var faults: [JSONFault] = []

    init(_ source: JSONValue) { self.source = source }

    func text(_ key: String) -> String { if case .string(let text)? = source[key] { text } else { "" } }
    func number(_ key: String) -> Double? { if case .number(let number)? = source[key] { number } else { nil } }

    mutating func schema(_ key: String) -> JSONSchema {
        do throws(JSONSchemaError) {
            return try JSONSchema(
                source[key] ?? .object(["type": .string("object"), "additionalProperties": .bool(false)]))
        } catch {
            faults += error.faults.map { fault in
                var place = JSONPointer(key)
                for token in fault.pointer.tokens { place = place.appending(token) }
                return JSONFault(place, fault.message)
            }
            return JSONSchema.anything
        }
    }
}
