import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support
import Testing

@Suite("Workflow") struct WorkflowTests {
    private func definition(_ change: (String) -> String = { $0 }) throws -> WorkflowDefinition {
        let url = Repository.schemas.appending(path: "workflows/ap-po.json")
        return try WorkflowDefinition(json: Data(change(String(contentsOf: url, encoding: .utf8)).utf8))
    }

    private func faults(_ definition: WorkflowDefinition) throws -> [String] {
        do {
            _ = try Workflow(definition, agents: AgentRegistry(), services: Batch.services(way: ScriptedWay([:])))
            return []
        } catch let error as WorkflowError { return error.faults }
    }

    @Test func theDefaultWorkflowIsSound() throws {
        #expect(try faults(definition()).isEmpty)
        #expect(
            try definition().steps.map(\.id) == [
                "read", "validate", "detect-duplicates", "match", "approve", "post", "notify",
            ])
    }

    /// Else the file would quietly undo a change of the default (docs/decisions/0063).
    @Test func thresholdsOfTheDefaultWorkflowAreTheAgentsDefaults() throws {
        let steps = try definition().steps
        func threshold(_ id: String) -> JSONValue? {
            guard case .object(let settings)? = steps.first(where: { $0.id == id })?.settings else { return nil }
            return settings["threshold"]
        }
        #expect(threshold("validate") == .number(ValidateAgent.defaults.threshold))
        #expect(threshold("approve") == .number(ApproveAgent.defaults.threshold))
        #expect((0...1).contains(ApproveAgent.defaults.threshold))
    }

    @Test func agentsAreFoundInTheProgram() throws {
        let names = try AgentRegistry().names
        for name in ["approve", "detect-duplicates", "match", "notify", "post", "read", "validate"] {
            #expect(names.contains(name))
        }
        #expect(names.contains("test-agent"), "an agent of the tests joins without being listed")
    }

    @Test func aClashOfNamesStopsTheStart() {
        #expect(throws: AgentClash.self) { try AgentRegistry([ReadAgent.self, TestAgent.self, ReadAgent.self]) }
    }

    @Test func everyFaultIsTold() throws {
        var definition = try definition()
        definition.steps[0].agent = "rea"
        definition.steps[1].settings = .object(["treshold": .number(1)])
        definition.steps[2].timeouts.run = .infinity
        definition.steps[3].onFailure = "read"
        definition.steps[4].when = ["invoise"]
        definition.steps[5].retry.attempts = 0
        definition.steps[6].id = "post"
        let faults = try faults(definition).joined(separator: "\n")
        for part in [
            "/steps/0/agent: no agent is called rea; read may be meant",
            "/steps/1/settings/treshold: treshold is not a setting of validate; it has: key_fields, threshold",
            "/steps/2/timeouts/run: must be above 0", "/steps/3/on_failure: leads back to read",
            "/steps/4/when/0: invoise is no fact", "/steps/5/retry/attempts: must be 1...20",
            "/steps/6/id: the id post stands twice; step 6 has it",
        ] {
            #expect(faults.contains(part), "\(part)")
        }
    }

    @Test func settingsOfTheWrongKindAreTold() throws {
        var definition = try definition()
        definition.steps[1].settings = .object(["threshold": .string("high")])
        #expect(
            try faults(definition) == [
                "/steps/1/settings/threshold: the settings of validate have a value of the wrong kind"
            ])
    }

    @Test func whatIsMissingIsNamed() {
        #expect(throws: WorkflowError(faults: ["the workflow is not readable: retry is missing in steps.[0]"])) {
            _ = try definition { text in
                var steps = text
                let start = steps.range(of: "\"retry\"")!
                steps.replaceSubrange(start, with: "\"retri\"")
                return steps
            }
        }
    }

    @Test func stepsInOrderStandBehindTheOthers() throws {
        var definition = try definition()
        definition.steps.swapAt(1, 2)
        #expect(try faults(definition).contains { $0.contains("must stand before detect-duplicates") })
    }
}

struct TestAgent: Agent {
    static let name = "test-agent"
    static let version = 1
    static let needsOrder = true
    init(settings: NoSettings, services: Services) {}
    func run(_ file: CaseFile) async throws(StageFailure) -> String { "" }
    static func write(_ output: String, into file: inout CaseFile) {}

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(TestAgent.self, to: $0) }
}
