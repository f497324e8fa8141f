import Orchestrator
import Pipeline
import Testing

@Suite("CaseState") struct CaseStateTests {
    static let plan = CaseState.Plan(
        retries: Array(repeating: .init(attempts: 3, delay: 1, cap: 3), count: 3), routes: [3, 2, 3])

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var events: [CaseState.Event]
        var action: CaseState.Action

        init(_ text: String, _ events: [CaseState.Event], _ action: CaseState.Action) {
            testDescription = text
            self.events = events
            self.action = action
        }
    }

    static let busy = CaseState.Event.failed(.retry(after: .zero, because: "busy"))
    static let cases: [Case] = [
        Case("a step that succeeded is followed by the next", [.succeeded], .run(step: 1, attempt: 1)),
        Case("a step that does not apply too", [.leftOut, .leftOut], .run(step: 2, attempt: 1)),
        Case("after the last step the case is closed", [.succeeded, .succeeded, .succeeded], .close(.completed)),
        Case("a busy world is asked again", [busy], .wait(.seconds(1), step: 0, attempt: 2)),
        Case("the pause doubles", [busy, busy], .wait(.seconds(2), step: 0, attempt: 3)),
        Case(
            "the world may ask for more",
            [.failed(.retry(after: .seconds(9), because: "429"))], .wait(.seconds(9), step: 0, attempt: 2)),
        Case(
            "the last attempt fails the case", [busy, busy, busy],
            .recordFailure(step: 0, .failed(because: "busy"))),
        Case(
            "no attempt when the time is over", [.failed(.retry(after: .zero, because: "slow"), isOutOfTime: true)],
            .recordFailure(step: 0, .failed(because: "slow"))),
        Case("attempts count anew for each step", [busy, .succeeded, busy], .wait(.seconds(1), step: 1, attempt: 2)),
        Case("stopping leaves all as it is", [.failed(.interrupted)], .leave),
        Case(
            "what a person has to see is not tried again", [.failed(.needsReview(because: "odd"))],
            .recordFailure(step: 0, .review(because: "odd"))),
        Case(
            "what can't be handled is rejected", [.failed(.reject(because: "empty"))],
            .recordFailure(step: 0, .rejected(because: "empty"))),
    ]

    @Test(arguments: cases) func answers(_ example: Case) {
        var state = CaseState(Self.plan)
        var action = state.next
        for event in example.events { action = state.happened(event) }
        #expect(action == example.action)
    }

    @Test func aFailedStepGoesOnWhereItsRouteSays() {
        var state = CaseState(Self.plan)
        _ = state.happened(.succeeded)
        _ = state.happened(.failed(.reject(because: "no")))
        #expect(state.next == .run(step: 2, attempt: 1))
        #expect(state.happened(.succeeded) == .close(.rejected(because: "no")))
    }

    @Test func theFirstFailureNamesTheEnd() {
        var state = CaseState(Self.plan)
        _ = state.happened(.succeeded)
        _ = state.happened(.failed(.reject(because: "first")))
        _ = state.happened(.failed(.reject(because: "second")))
        #expect(state.next == .close(.rejected(because: "first")))
    }

    @Test func theLongestPauseIsCapped() {
        let retry = WorkflowDefinition.Retry(attempts: 20, delay: 1, cap: 3)
        #expect(retry.pause(after: 10) == .seconds(3))
    }
}
