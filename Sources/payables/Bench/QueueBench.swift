import Foundation
import Orchestrator

/// The loops that are measured.
actor QueueBench {
    private let store: any CaseStore
    private let worker: CaseWorker
    private let batch: Int
    private let poll: Duration
    private var came: [CaseID: ContinuousClock.Instant] = [:]
    private var taken: Set<CaseID> = []
    /// Milliseconds from when a case was begun until a worker had it.
    private(set) var waits: [Double] = []

    private static let lease = Duration.seconds(30)

    init(store: any CaseStore, workflow: Workflow, batch: Int, poll: Duration) {
        self.store = store
        self.batch = batch
        self.poll = poll
        worker = CaseWorker(
            store: store, workflows: WorkflowShelf([BenchWorkflow.edition: workflow]), clock: SystemClock(),
            settings: .init(lease: Self.lease), digest: { _ in "" })
    }

    /// Of cases that were never touched: their version is 1.
    nonisolated func drain(_ name: String, until end: ContinuousClock.Instant) async throws -> Int {
        var count = 0
        while ContinuousClock.now < end {
            let claims = try await store.claim(batch, worker: name, lease: Self.lease)
            guard !claims.isEmpty else { throw CommandFailure(.fell, "the queue was empty before the time was over") }
            for claim in claims {
                var change = CaseChange(status: .completed, reason: "", place: CasePlace(step: nil), next: .rest)
                change.events = [CaseEvent("case-completed", by: "bench")]
                _ = try await store.commit(change, after: 1, claim, lease: Self.lease)
            }
            count += claims.count
        }
        return count
    }

    nonisolated func flow(_ name: String, until end: ContinuousClock.Instant) async throws -> Int {
        var count = 0
        while ContinuousClock.now < end {
            let claims = try await store.claim(1, worker: name, lease: Self.lease)
            for claim in claims {
                await note(claim.caseID)
                try await worker.work(claim)
            }
            count += claims.count
            if claims.isEmpty { try await Task.sleep(for: poll) }
        }
        return count
    }

    /// By chance, as calls at an office come.
    nonisolated func arrive(
        _ rate: Double, _ organisations: [OrganisationID], until end: ContinuousClock.Instant
    ) async throws -> Int {
        var next = ContinuousClock.now
        var number = 0
        // The last ones have time to be taken.
        while next < end - .seconds(1) {
            try await Task.sleep(until: next, clock: .continuous)
            let id = CaseID(rawValue: UUID().uuidString.lowercased())
            _ = try await store.begin(
                NewCase(
                    id: id, organisation: organisations[number % organisations.count],
                    workflow: BenchWorkflow.edition, subject: CaseSubject(name: "bench", sha256: "0", size: 1),
                    step: BenchWorkflow.first, key: id.rawValue, by: "bench"))
            await begun(id)
            number += 1
            next += .seconds(-log(1 - Double.random(in: 0..<1)) / rate)
        }
        return 0
    }

    /// A worker may have it before this one hears that it was begun.
    private func begun(_ id: CaseID) {
        if taken.remove(id) != nil { waits.append(0) } else { came[id] = .now }
    }

    private func note(_ id: CaseID) {
        if let began = came.removeValue(forKey: id) {
            waits.append((ContinuousClock.now - began) / .milliseconds(1))
        } else {
            // Or it was in the queue before, and is not measured.
            taken.insert(id)
        }
    }
}
