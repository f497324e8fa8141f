package import Pipeline

/// Compares the invoice with its orders and goods receipts.
package struct MatchAgent: Agent {
    package static let name = "match"
    package static let version = 1
    package static let needsOrder = true
    package static let needs: Set<CasePart> = [.reading]
    package static let gives: Set<CasePart> = [.match]
    package typealias Output = Matcher.Match

    private let history: any CaseHistory
    private let matcher: Matcher

    package init(settings: NoSettings, services: Services) {
        history = services.history
        matcher = services.matcher
    }

    package func run(_ file: CaseFile) async throws(StageFailure) -> Matcher.Match {
        guard let checked = file.checked else { throw .needsReview(because: "there is no invoice to match") }
        return try await history.match(checked, in: file, with: matcher)
    }

    package static func write(_ output: Matcher.Match, into file: inout CaseFile) { file.match = output }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(MatchAgent.self, to: $0) }
}
