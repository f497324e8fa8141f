import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Validation

/// Seven steps that do nothing, one of them with an effect: only what is kept of them costs anything.
enum BenchWorkflow {
    static let edition = WorkflowEdition(name: "bench", version: 1, digest: "bench")
    static let first = "s1"

    static func make() throws -> Workflow {
        func step(_ number: Int) -> String {
            let agent = number == 6 ? BenchEffect.name : BenchStep.name
            return """
                {"id": "s\(number)", "agent": "\(agent)", "settings": {}, "timeouts": {"run": 10, "total": 60},
                 "retry": {"attempts": 3, "delay": 0.1, "cap": 1}, "on_failure": "end", "when": []}
                """
        }
        let json = """
            {"name": "bench", "version": 1, "steps": [\((1...7).map(step).joined(separator: ", "))]}
            """
        let services = Services(
            way: NoWay(), bytes: { _ in Data() }, history: CaseMemory(duplicates: DuplicateIndex()),
            matcher: Matcher(orders: [], receipts: [], tolerances: Tolerances()))
        return try Workflow(
            WorkflowDefinition(json: Data(json.utf8)), agents: AgentRegistry([BenchStep.self, BenchEffect.self]),
            services: services)
    }
}

private struct NoWay: DocumentWay {
    func carry(_ document: SourceDocument, sha256: String) async -> CarriedDocument {
        CarriedDocument(
            kind: nil, pageCount: 0, pages: [], end: .failed(ReadFailure(.unsupported, "nothing is read here")))
    }
    func check(_ draft: Draft) -> Checked { Checked(draft: draft, findings: []) }
}

private struct BenchStep: Agent {
    static let name = "bench-step"
    static let version = 1
    static let needsOrder = false
    init(settings: NoSettings, services: Services) {}
    func run(_ file: CaseFile) async throws(StageFailure) -> String { "done" }
    static func write(_ output: String, into file: inout CaseFile) {}
}

private struct BenchEffect: Agent {
    static let name = "bench-effect"
    static let version = 1
    static let needsOrder = false
    static let hasEffect = true
    init(settings: NoSettings, services: Services) {}
    func run(_ file: CaseFile) async throws(StageFailure) -> String { "done" }
    func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<String> { .absent }
    static func write(_ output: String, into file: inout CaseFile) {}
}
