import Foundation
package import Invoicing
package import Pipeline

/// Judges how sure the reading is: the fields that decide a payment have to be there and be certain.
package struct ValidateAgent: Agent {
    package static let name = "validate"
    package static let version = 1
    package static let needsOrder = false
    package static let needs: Set<CasePart> = [.reading]
    package static let gives: Set<CasePart> = [.confidence]

    package struct Settings: Hashable, Sendable, Codable {
        /// Confidence 0...1 below which a person looks.
        package var threshold: Double
        package var keyFields: [FieldName]

        enum CodingKeys: String, CodingKey {
            case threshold
            case keyFields = "key_fields"
        }
    }

    package static let defaults = Settings(
        threshold: 0.97, keyFields: [.invoiceNumber, .invoiceDate, .currency, .supplierName, .grossTotal])

    package static func faults(in settings: Settings) -> [JSONFault] {
        var faults = settings.threshold.chanceFaults("threshold")
        if settings.keyFields.isEmpty {
            faults.append(JSONFault(JSONPointer("key_fields"), "must name at least one field that decides the payment"))
        }
        return faults
    }

    package struct Output: Hashable, Sendable, Codable {
        package var findings: [Finding]
        /// The lowest confidence of the key fields; 0 when one is missing.
        package var confidence: Double
    }

    private let settings: Settings

    package init(settings: Settings, services: Services) { self.settings = settings }

    package func run(_ file: CaseFile) async throws(StageFailure) -> Output {
        guard let checked = file.checked else { return Output(findings: [], confidence: 0) }
        guard !checked.draft.fields.isEmpty || !checked.draft.lineItems.isEmpty else {
            throw .reject(because: "no field of an invoice was found in the document")
        }
        guard CaseFact.invoice.holds(for: file) else { return Output(findings: [], confidence: 1) }
        // The rules of validation name low confidence too; once is enough.
        let isToldAlready = checked.findings.contains { $0.rule == "low-confidence" }
        var findings: [Finding] = []
        var lowest = 1.0
        for name in settings.keyFields {
            let field = checked.draft.fields[name]
            let confidence = field?.confidence ?? 0
            lowest = min(lowest, confidence)
            if confidence < settings.threshold, field == nil || !isToldAlready {
                findings.append(finding(name, field))
            }
        }
        return Output(findings: findings, confidence: lowest)
    }

    private func finding(_ name: FieldName, _ field: Field?) -> Finding {
        guard let field else {
            return Finding(
                rule: "key-field-missing", severity: .review, message: "\(name.rawValue) was not found on the document."
            )
        }
        return Finding(
            rule: "low-confidence", severity: .review,
            message: "\(name.rawValue) was read with \(Int(field.confidence * 100)) % confidence;"
                + " \(Int(settings.threshold * 100)) % are needed.",
            evidence: field.evidence.map { [$0] } ?? [])
    }

    package static func write(_ output: Output, into file: inout CaseFile) {
        file.findings += output.findings
        file.confidence = output.confidence
    }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(ValidateAgent.self, to: $0) }
}
