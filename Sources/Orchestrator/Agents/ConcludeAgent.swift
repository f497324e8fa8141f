package import Pipeline

/// Says what became of the case, as the batch does: what a person has to look at does not end as completed.
package struct ConcludeAgent: Agent {
    package static let name = "conclude"
    package static let version = 1
    package static let needsOrder = true
    package static let needs: Set<CasePart> = [.reading]
    /// The reason of an accepted document, one sentence.
    package typealias Output = String

    package init(settings: NoSettings, services: Services) {}

    package func run(_ file: CaseFile) async throws(StageFailure) -> String {
        let end = CaseOutcome(file, .completed)
        switch end.outcome {
        case .accepted: return end.reason
        case .review, .failed: throw .needsReview(because: end.reason)
        case .rejected: throw .reject(because: end.reason)
        }
    }

    package static func write(_ output: String, into file: inout CaseFile) {}

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(ConcludeAgent.self, to: $0) }
}
