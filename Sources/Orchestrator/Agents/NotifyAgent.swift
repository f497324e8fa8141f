package import Pipeline

/// Tells the approvers that an invoice waits for them.
package struct NotifyAgent: Agent {
    package static let name = "notify"
    package static let version = 1
    package static let needsOrder = true
    package static let hasEffect = true
    package static let needs: Set<CasePart> = [.approval]

    /// Ids of those who were told.
    package typealias Output = [String]

    private let outbox: (any Outbox)?

    package init(settings: NoSettings, services: Services) { outbox = services.outbox }

    package func run(_ file: CaseFile) async throws(StageFailure) -> [String] {
        guard let outbox, let approval = file.approval, !approval.automatic else { return [] }
        let message = OutboxMessage(
            to: approval.approvers, mode: approval.mode, caseID: file.id, document: file.label,
            subject: "Invoice waits for approval: \(file.label)", reasons: approval.reasons)
        try await outbox.send(message, key: "\(file.id)/\(Self.name)")
        return approval.approvers
    }

    /// The outbox takes each key once, so sending again is harmless.
    package func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<[String]> { .absent }

    package static func write(_ output: [String], into file: inout CaseFile) {}

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(NotifyAgent.self, to: $0) }
}
