package import Pipeline

/// Compares the invoice with its orders and goods receipts. An invoice that came before its goods waits for them, and is
/// compared anew when something is received.
package struct MatchAgent: WaitingAgent {
    package static let name = "match"
    package static let version = 1
    package static let needsOrder = true
    package static let needs: Set<CasePart> = [.reading]
    package static let gives: Set<CasePart> = [.match]
    package typealias Output = Matcher.Match

    package struct Settings: Hashable, Sendable, Codable {
        /// Seconds that an invoice waits for its goods; then people decide about it as it is. 0 = it does not wait. The
        /// step's `timeouts.person` has to be longer.
        package var patience: Double
    }

    package static let defaults = Settings(patience: 0)

    package static func faults(in settings: Settings) -> [JSONFault] {
        (0...31_536_000).contains(settings.patience)
            ? [] : [JSONFault(JSONPointer("patience"), "must be between 0 and a year, in seconds")]
    }

    package struct State: Hashable, Sendable, Codable {
        /// When patience ends.
        package var until: Moment
    }

    private let patience: Duration
    private let history: any CaseHistory
    private let matcher: Matcher

    package init(settings: Settings, services: Services) {
        patience = .seconds(settings.patience)
        history = services.history
        matcher = services.matcher
    }

    package func run(_ file: CaseFile) async throws(StageFailure) -> Matcher.Match {
        try await match(file, mayWait: false)
    }

    package func stand(_ file: CaseFile, _ state: State?, _ news: StepNews) async throws(StageFailure)
        -> StepStand<WaitOrOutput<State, Matcher.Match>>
    {
        let state = state ?? State(until: news.now + patience)
        let mayWait = news.now < state.until
        let match = try await match(file, mayWait: mayWait)
        let events = match.verdict.receiptEvents
        guard mayWait, !events.isEmpty else { return StepStand(.output(match)) }
        return StepStand(
            .wait(state, events: events, until: state.until, because: "invoiced before the goods were received"))
    }

    private func match(_ file: CaseFile, mayWait: Bool) async throws(StageFailure) -> Matcher.Match {
        guard let checked = file.checked else { throw .needsReview(because: "there is no invoice to match") }
        return try await history.match(checked, in: file, with: matcher, mayWait: mayWait)
    }

    package static func write(_ output: Matcher.Match, into file: inout CaseFile) { file.match = output }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(MatchAgent.self, to: $0) }
}
