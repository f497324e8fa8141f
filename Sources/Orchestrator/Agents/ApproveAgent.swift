import Foundation
import Invoicing
package import Pipeline

/// Asks the decision table who has to agree.
package struct ApproveAgent: Agent {
    package static let name = "approve"
    package static let version = 2
    package static let needsOrder = true
    package static let needs: Set<CasePart> = [.reading]
    package static let gives: Set<CasePart> = [.approval]

    package struct Settings: Hashable, Sendable, Codable {
        /// Confidence 0...1 of the key fields that approval by rule needs.
        package var threshold: Double
    }

    package static let defaults = Settings(threshold: 0.97)
    package static func faults(in settings: Settings) -> [JSONFault] { settings.threshold.chanceFaults("threshold") }

    /// `nil` = no table was given.
    package typealias Output = ApprovalDecision?

    private let settings: Settings
    private let services: Services

    package init(settings: Settings, services: Services) {
        self.settings = settings
        self.services = services
    }

    package func run(_ file: CaseFile) async throws(StageFailure) -> ApprovalDecision? {
        guard let table = services.approvals, let checked = file.checked else { return nil }
        let supplier = checked.supplier.flatMap { services.suppliers[$0.id] }
        let invoice = InvoiceFacts(checked)
        let evidence = ApprovalEvidence(
            match: file.match?.verdict, findings: file.allFindings, confidence: file.confidence ?? 0,
            supplierRisk: supplier?.risk, isSupplierCertain: checked.supplier.map { $0.basis != .similarName } ?? false,
            namesOrder: !(invoice.orderText ?? "").isEmpty, isCredit: invoice.isCredit)
        let request = ApprovalRequest(file, supplier: supplier, duties: table.duties)
        guard request.amount != nil else {
            return ApprovalDecision(
                automatic: false, rule: nil, approvers: [table.defaultApprover], mode: .any,
                reasons: ["the gross total was not read, so no rule can be chosen"])
        }
        return table.decide(request, evidence, threshold: settings.threshold)
    }

    package static func write(_ output: ApprovalDecision?, into file: inout CaseFile) { file.approval = output }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(ApproveAgent.self, to: $0) }
}
