import Foundation
import Orchestrator
import Pipeline
import Support
import Testing

@Suite("Retries of workflow files") struct DefinedRetryTests {
    private func definition(_ change: (String) -> String) throws -> WorkflowDefinition {
        let url = Repository.schemas.appending(path: "workflows/ap-po.json")
        return try WorkflowDefinition(json: Data(change(String(contentsOf: url, encoding: .utf8)).utf8))
    }

    @Test func aFileWithoutBudgetsIsReadAsBefore() throws {
        let steps = try definition { $0 }.steps
        #expect(steps.allSatisfy { $0.retry.budget == nil })
        let policy = RetryPolicy(steps[0].retry, total: .seconds(steps[0].timeouts.total))
        let expected = RetryPolicy(
            attempts: 2, firstDelay: .seconds(0.5), cap: .seconds(10), budget: .seconds(1_200))
        #expect(policy == expected)
        #expect(steps.flatMap { RetryPolicy($0.retry, total: .seconds($0.timeouts.total)).faults }.isEmpty)
    }

    @Test func aFileMayGiveABudget() throws {
        let definition = try definition { text in
            text.replacing("\"attempts\": 2,", with: "\"attempts\": 2, \"budget\": 60,")
        }
        #expect(definition.steps[0].retry.budget == 60)
        #expect(RetryPolicy(definition.steps[0].retry, total: .seconds(1_200)).budget == .seconds(60))
    }

    static let odd: [Double] = [0, -1, 31_536_001, .infinity, .nan]

    @Test(arguments: odd) func aBudgetOutOfRangeIsAFault(_ budget: Double) throws {
        var definition = try definition { $0 }
        definition.steps[0].retry.budget = budget
        let fault = WorkflowError(faults: ["/steps/0/retry/budget: must be above 0 and at most a year, in seconds"])
        #expect(throws: fault) {
            _ = try Workflow(definition, agents: AgentRegistry(), services: Batch.services(way: ScriptedWay([:])))
        }
    }

    static let pauses: [(Double, Duration)] = [(1, .seconds(2)), (0.5, .seconds(1)), (0, .zero)]

    @Test(arguments: pauses) func theDriverDrawsThePause(_ random: Double, _ pause: Duration) {
        let plan = CaseState.Plan(retries: [.init(attempts: 3, delay: 1, cap: 3)], routes: [1])
        var state = CaseState(plan)
        let busy = StageFailure.retry(after: .zero, because: "busy")
        _ = state.happened(.failed(busy, random: random))
        #expect(state.happened(.failed(busy, random: random)) == .wait(pause, step: 0, attempt: 3))
    }

    @Test func whatTheWorldAsksForIsNeverShortened() {
        let plan = CaseState.Plan(retries: [.init(attempts: 3, delay: 1, cap: 3)], routes: [1])
        var state = CaseState(plan)
        let failure = StageFailure.retry(after: .seconds(9), because: "429")
        #expect(state.happened(.failed(failure, random: 0)) == .wait(.seconds(9), step: 0, attempt: 2))
    }
}
