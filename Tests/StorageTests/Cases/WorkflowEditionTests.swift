import Foundation
import Orchestrator
import Storage
import Testing

@Suite("Editions of workflows", .serialized) struct WorkflowEditionTests {
    private static let edition = WorkflowEdition(name: "w", version: 1, digest: "d")

    @Test func aRetiredEditionTakesNoNewCases() async throws {
        let cases = try await CaseDatabase()
        let directory = try await CaseDirectory.open(cases.pool, organisation: "Editions")
        try await directory.publish(Self.edition, "{}")
        _ = try await cases.store.begin(
            NewCase(
                id: PostgresCaseStoreTests.id("a"), organisation: directory.id, workflow: Self.edition,
                subject: CaseSubject(name: "a", sha256: "a", size: 1), step: "first", key: "a", by: "t"))
        #expect(try await directory.retire("w", version: 1))
        await #expect(throws: WorkflowError.self) { try await directory.publish(Self.edition, "{}") }
        #expect(try await directory.definition(Self.edition) == "{}", "cases that follow it go on")
        let known = try #require(try await directory.workflows().first)
        #expect(known.retired != nil && known.running == 1)
        #expect(try await directory.retire("w", version: 1, isRetired: false))
        try await directory.publish(Self.edition, "{}")
        #expect(try await !directory.retire("w", version: 2))
        await cases.pool.close()
    }

    @Test func aVersionHasOneText() async throws {
        let cases = try await CaseDatabase()
        let directory = try await CaseDirectory.open(cases.pool, organisation: "Editions")
        try await directory.publish(Self.edition, "{}")
        await #expect(throws: WorkflowError.self) {
            try await directory.publish(WorkflowEdition(name: "w", version: 1, digest: "e"), "{ }")
        }
        await cases.pool.close()
    }
}
