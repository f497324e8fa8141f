import Foundation
import Invoicing
import Pipeline

/// What an agent of the folder is asked: the parts of the case that its manifest wants, and the step's settings.
struct AgentQuestion: Encodable {
    var agent: String
    var file: CaseFile
    /// Names of the parts.
    var wanted: Set<String>
    var settings: JSONValue

    private enum CodingKeys: String, CodingKey { case agent, `case`, input, settings }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(agent, forKey: .agent)
        try container.encode(file.id, forKey: .case)
        try container.encode(settings, forKey: .settings)
        try container.encode(Input(result: DocumentResult(file, .completed), wanted: wanted), forKey: .input)
    }

    /// The same names and forms as in result files.
    private struct Input: Encodable {
        let result: DocumentResult
        let wanted: Set<String>

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: DocumentResult.CodingKeys.self)
            func put(_ key: DocumentResult.CodingKeys, _ value: (some Encodable)?) throws {
                if wanted.contains(key.rawValue) { try container.encodeIfPresent(value, forKey: key) }
            }
            try put(.document, result.document)
            try put(.schema, result.schema)
            try put(.fields, result.fields)
            try put(.lineItems, result.lineItems)
            try put(.taxBreakdown, result.taxBreakdown)
            try put(.allowancesAndCharges, result.allowancesAndCharges)
            try put(.findings, result.findings)
            try put(.supplier, result.supplier)
            try put(.customer, result.customer)
            try put(.match, result.match)
            try put(.approval, result.approval)
            try put(.posting, result.posting)
            try put(.outputs, result.outputs ?? [:])
        }
    }
}
