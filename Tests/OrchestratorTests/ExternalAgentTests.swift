import Foundation
import Invoicing
import Ledgers
import Orchestrator
import Pipeline
import Support
import Testing

@Suite("Agents of the folder") struct ExternalAgentTests {
    static func manifest(
        _ name: String = "check", version: Int = 1, input: String = #"{"properties": {"fields": {}}}"#,
        output: String = #"{"type": "object", "properties": {"word": {"type": "string"}}}"#, settings: String = "{}"
    ) throws -> AgentManifest {
        let json = """
            {"name": "\(name)", "version": \(version), "description": "x", "program": "run", "input": \(input),
             "output": \(output), "settings": \(settings)}
            """
        return try AgentManifest(json: Data(json.utf8), folder: name)
    }

    private static func step(_ id: String, _ agent: String, settings: String = "{}", onFailure: String = "end")
        -> String
    {
        """
        {"id": "\(id)", "agent": "\(agent)", "settings": \(settings),
         "timeouts": {"run": 10, "total": 60, "person": 36000},
         "retry": {"attempts": 3, "delay": 0, "cap": 0}, "on_failure": "\(onFailure)", "when": []}
        """
    }

    private static func definition(_ steps: [String]) throws -> WorkflowDefinition {
        let json = #"{"name": "w", "version": 1, "steps": [\#(steps.joined(separator: ", "))]}"#
        return try WorkflowDefinition(json: Data(json.utf8))
    }

    // MARK: Kept cases

    private struct Office {
        let edition = WorkflowEdition(name: "w", version: 1, digest: "0")
        let clock = HandClock()
        let store: MemoryCaseStore
        let worker: CaseWorker
        let organisation = OrganisationID(rawValue: "a")
        let id = CaseID(name: "case", sha256: "", digest: Batch.digest)

        init(_ programs: ScriptedPrograms, _ definition: WorkflowDefinition) throws {
            let clock = clock
            store = MemoryCaseStore(clock: clock)
            let way = ScriptedWay(["x.pdf": Batch.carried(.invoice(quantity: 1))])
            let workflow = try Workflow(
                published: definition, agents: AgentRegistry(programs: programs), services: Batch.services(way: way))
            worker = CaseWorker(
                store: store, workflows: WorkflowShelf([edition: workflow]), clock: Slow(clock: clock),
                digest: Batch.digest, chance: { 0 })
            _ = try store.begin(
                NewCase(
                    id: id, organisation: organisation, workflow: edition,
                    subject: CaseSubject(name: "x.pdf", sha256: "x", size: 1), step: "read", key: "x", by: "t"))
        }

        /// Virtual time is turned by hand.
        private struct Slow: EngineClock {
            let clock: HandClock
            var now: Moment { clock.now }
            func sleep(_ duration: Duration) async throws { try await Task.sleep(for: .seconds(3600)) }
        }

        func work() async throws {
            _ = try store.tick()
            for claim in try store.claim(5, worker: "w", lease: .seconds(30)) { try await worker.work(claim) }
        }

        var stored: StoredCase { store.cases[0] }

        var records: [JournalRecord] { store.records(of: id).map(\.record) }
    }

    @Test func theOutputIsKeptUnderTheAgentsNameAndVersion() async throws {
        let programs = ScriptedPrograms()
        programs.join(try Self.manifest(version: 3)) { _ in #"{"output": {"word": "yes"}}"# }
        let office = try Office(programs, Self.definition([Self.step("read", "read"), Self.step("extra", "check")]))
        try await office.work()
        #expect(office.stored.status == .completed)
        let record = try #require(office.records.last)
        #expect(record.agent == "check/3")
        #expect(try record.body(as: JSONValue.self) == .object(["word": .string("yes")]))
    }

    @Test func aCaseWhoseAgentHasLeftWaitsForItAndGoesOn() async throws {
        let programs = ScriptedPrograms()
        let office = try Office(programs, Self.definition([Self.step("read", "read"), Self.step("extra", "check")]))
        try await office.work()
        #expect(office.stored.status == .waiting)
        #expect(
            office.stored.reason
                == "agent check is not there; put it back into the agents folder, and the case goes on")
        for _ in 0..<20 {
            office.clock.turn(.seconds(31))
            try await office.work()
            #expect(office.stored.status == .waiting)
        }
        programs.join(try Self.manifest(version: 2)) { _ in #"{"output": {"word": "back"}}"# }
        office.clock.turn(.seconds(31))
        try await office.work()
        #expect(office.stored.status == .completed)
        #expect(office.stored.reason == "")
        #expect(office.records.last?.agent == "check/2")
    }

    /// The time for all attempts is 60 seconds, but the agent was away.
    @Test func theTimeThatACaseHasWaitedDoesNotCount() async throws {
        let programs = ScriptedPrograms()
        let office = try Office(programs, Self.definition([Self.step("read", "read"), Self.step("extra", "check")]))
        try await office.work()
        office.clock.turn(.seconds(3600))
        programs.join(try Self.manifest()) { [programs] _ throws(StageFailure) in
            guard programs.questions.count > 1 else { throw .retry(after: .zero, because: "still starting") }
            return #"{"output": {"word": "back"}}"#
        }
        try await office.work()
        #expect(office.stored.status == .waiting)
        office.clock.turn(.seconds(1))
        try await office.work()
        #expect(office.stored.status == .completed)
    }

    @Test func nobodyWaitsForEver() async throws {
        let programs = ScriptedPrograms()
        let office = try Office(programs, Self.definition([Self.step("read", "read"), Self.step("extra", "check")]))
        try await office.work()
        office.clock.turn(.seconds(36_001))
        try await office.work()
        #expect(office.stored.status == .failed)
        #expect(office.stored.reason.hasPrefix("step extra: agent check is not there"))
    }

    @Test func settingsThatDoNotFitAnyMoreAreForAPerson() async throws {
        let programs = ScriptedPrograms()
        programs.join(try Self.manifest(settings: #"{"required": ["new"]}"#)) { _ in #"{"output": {}}"# }
        let office = try Office(programs, Self.definition([Self.step("read", "read"), Self.step("extra", "check")]))
        try await office.work()
        #expect(office.stored.status == .review)
        #expect(office.stored.reason == "the step's settings do not fit agent check/1: the whole: new is missing")
        #expect(programs.questions.isEmpty)
    }

    // MARK: Batch

    /// - Returns: The results of a batch of one good invoice, with the agent behind matching.
    private func batch(_ programs: ScriptedPrograms) async throws -> CaseSummary {
        let batch = try Batch(["a.pdf": Batch.carried(.invoice(quantity: 2, number: "R-1"))])
        let json = try Data(contentsOf: Repository.schemas.appending(path: "workflows/ap-po.json"))
        var definition = try WorkflowDefinition(json: json)
        let extra = try Self.definition([Self.step("extra", "check", settings: #"{"a": 1}"#)])
        definition.steps.insert(extra.steps[0], at: 4)
        let memory = CaseMemory(duplicates: SameNumber())
        let ledger = try FileLedger(batch.root.appending(path: "ledger.jsonl"))
        let services = Batch.services(way: batch.way, history: memory, ledger: ledger) { _ in Data() }
        let workflow = try Workflow(
            published: definition, agents: AgentRegistry(programs: programs), services: services)
        let run = BatchRun(
            try batch.input(), to: ResultFolder(batch.out), workflow: workflow, memory: memory,
            journal: MemoryJournal(), settings: .init(jobs: 1), digest: Batch.digest, sleep: { _ in })
        return try #require(try await run.run().cases.first)
    }

    @Test func findingsOfAnAgentStopACase() async throws {
        let findings =
            #"{"type": "array", "items": {"type": "object", "required": ["rule", "severity", "message"],"#
            + #" "additionalProperties": false, "properties": {"rule": {"const": "odd-day"},"#
            + #" "severity": {"const": "review"}, "message": {"const": "It is a Sunday."}}}, "maxItems": 1}"#
        let programs = ScriptedPrograms()
        programs.join(
            try Self.manifest(output: #"{"type": "object", "properties": {"findings": \#(findings)}}"#)
        ) { _ in
            #"{"output": {"findings": [{"rule": "odd-day", "severity": "review", "message": "It is a Sunday."}]}}"#
        }
        let result = try await batch(programs)
        #expect(result.outcome == .review)
        #expect(result.reason == "check/odd-day: It is a Sunday.")
    }

    @Test func anAgentIsGivenWhatItsManifestAsksForAndNothingElse() async throws {
        let programs = ScriptedPrograms()
        programs.join(
            try Self.manifest(input: #"{"properties": {"document": {}, "match": {}, "posting": {}}}"#)
        ) { _ in #"{"output": {"word": "fine"}}"# }
        #expect(try await batch(programs).outcome == .accepted)
        let question = try #require(programs.questions.first.flatMap { JSONValue(bounded: Data($0.utf8)) })
        #expect(question["agent"] == .string("check/1"))
        #expect(question["settings"] == .object(["a": .number(1)]))
        guard case .object(let parts)? = question["input"] else { throw Missing() }
        #expect(parts.keys.sorted() == ["document", "match"], "nothing was posted yet")
        #expect(programs.questions.count == 1)
    }

    private struct Missing: Error {}

    @Test func whatIsGivenFitsTheContract() async throws {
        let parts = try JSONSchema(json: Data(contentsOf: Repository.schemas.appending(path: "result.schema.json")))
        let names = AgentManifest.inputs.keys.sorted()
        let programs = ScriptedPrograms()
        programs.join(
            try Self.manifest(input: #"{"properties": {\#(names.map { #""\#($0)": {}"# }.joined(separator: ", "))}}"#)
        ) { _ in #"{"output": {}}"# }
        _ = try await batch(programs)
        let question = try #require(programs.questions.first.flatMap { JSONValue(bounded: Data($0.utf8)) })
        for name in names {
            guard let part = question["input"]?[name] else { continue }
            #expect(try #require(parts.property(name)).faults(in: part) == [], "\(name)")
        }
    }

    @Test func systemicTroubleOfAnAgentIsTriedAgain() async throws {
        let programs = ScriptedPrograms()
        programs.join(try Self.manifest()) { _ throws(StageFailure) in
            throw .retry(after: .zero, because: "agent check/1 was ended by signal 9 before it answered")
        }
        let result = try await batch(programs)
        #expect(result.outcome == .failed)
        #expect(result.reason == "agent check/1 was ended by signal 9 before it answered")
        #expect(programs.questions.count == 3)
    }

    // MARK: Definitions

    static let unfitting: [(input: String, told: String)] = [
        (
            #"{"required": ["match"], "properties": {"match": {}}}"#,
            "check needs the comparison with orders, and no earlier"
        ),
        (
            #"{"properties": {"fields": {"type": "array"}}}"#,
            "fields may be an object, where a list is asked for by check"
        ),
        (
            #"{"properties": {"fields": {"required": ["iban"]}}}"#,
            "fields/iban is not given by check: its input does not fit"
        ),
        (
            #"{"required": ["outputs"], "properties": {"outputs": {"required": ["other"]}}}"#,
            "check needs the output of other, and no earlier step is other"
        ),
        (
            #"{"properties": {"outputs": {"properties": {"first": {"properties": {"word": {"type": "number"}}}}}}}"#,
            "outputs/first/word may be text, where a number is asked for by check: the schemas do not fit"
        ),
    ]

    @Test(arguments: unfitting) func schemasThatDoNotFitAreTold(_ example: (input: String, told: String)) throws {
        let parts = try JSONSchema(json: Data(contentsOf: Repository.schemas.appending(path: "result.schema.json")))
        let programs = ScriptedPrograms()
        programs.join(try Self.manifest("first")) { _ in "" }
        programs.join(try Self.manifest(input: example.input)) { _ in "" }
        let check = WorkflowCheck(agents: try AgentRegistry(programs: programs), parts: parts)
        let definition = try Self.definition([
            Self.step("read", "read"), Self.step("one", "first"), Self.step("two", "check"),
        ])
        let told = check.faults(in: definition).map(\.description)
        #expect(told.count == 1 && told[0].hasPrefix("/steps/2/agent: ") && told[0].contains(example.told), "\(told)")
    }

    @Test func anAgentOfTheFolderStandsAnywhere() throws {
        let programs = ScriptedPrograms()
        programs.join(try Self.manifest()) { _ in "" }
        let check = WorkflowCheck(agents: try AgentRegistry(programs: programs))
        let definition = try Self.definition([
            Self.step("read", "read"), Self.step("one", "check"), Self.step("match", "match"),
            Self.step("two", "check"), Self.step("approve", "approve"),
        ])
        #expect(check.faults(in: definition) == [])
    }

    @Test func theProgramsOwnAgentsAreNotReplaced() throws {
        let programs = ScriptedPrograms()
        programs.join(try Self.manifest("post")) { _ in "" }
        #expect(try AgentRegistry(programs: programs)["post"]?.home == .program)
    }
}
