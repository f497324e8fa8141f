import Foundation
import Orchestrator
import Postgres
import Storage
import Synchronization

/// An organisation whose cases have something to tell.
struct NoticeOffice: Sendable {
    let cases: CaseDatabase
    let organisation: UUID
    let deliveries: PostgresDeliveries

    init(size: Int = 4) async throws {
        cases = try await CaseDatabase(size: size)
        organisation = try requireID(cases.organisations[0])
        deliveries = PostgresDeliveries(cases.pool, organisation: organisation)
    }

    static let desk = NoticePreferences(others: .init(channels: ["desk"]))

    func dispatcher(
        _ channel: any Channel, _ preferences: NoticePreferences = desk, settings: Dispatcher.Settings = .init()
    ) -> Dispatcher {
        Dispatcher(
            deliveries, channels: ["desk": channel], preferences: preferences, settings: settings,
            policy: RetryPolicy(attempts: 3, firstDelay: .zero, cap: .zero, budget: .seconds(600)))
    }

    /// A case that begins, and keeps all this with its first change.
    @discardableResult
    func tell(
        _ name: String, to people: [String] = [], occasion: OutboxMessage.Occasion = .ask, events: [CaseEvent] = [],
        status: CaseStatus = .completed
    ) async throws -> CaseID {
        let store = cases.store
        let id = PostgresCaseStoreTests.id("\(organisation) \(name)")
        let stored = try await store.begin(
            NewCase(
                id: id, organisation: cases.organisations[0],
                workflow: WorkflowEdition(name: "w", version: 1, digest: "d"),
                subject: CaseSubject(name: name, sha256: name, size: 1), step: "first", key: name, by: "t"))
        guard
            let claim = try await store.claim(id, of: cases.organisations[0], worker: "t", lease: .seconds(60))
        else { throw CancellationError() }
        var change = CaseChange(status: status, reason: "", place: CasePlace(step: nil), next: .rest)
        change.events = events
        if !people.isEmpty {
            change.messages = [
                OutgoingMessage(
                    key: "\(id)/\(occasion.rawValue)",
                    message: OutboxMessage(
                        to: people, mode: .any, caseID: id, document: name, subject: "Invoice waits: \(name)",
                        reasons: [], occasion: occasion))
            ]
        }
        _ = try await store.commit(change, after: stored.version, claim, lease: .seconds(60))
        return id
    }

    /// As the organisation.
    func script(_ sql: String) async throws {
        let connection = try await cases.database.connect(.app)
        try await connection.script("BEGIN; SET LOCAL payables.organisation = '\(organisation)'; \(sql); COMMIT")
        await connection.close()
    }
}

private func requireID(_ organisation: OrganisationID) throws -> UUID {
    guard let id = UUID(uuidString: organisation.rawValue) else { throw CancellationError() }
    return id
}

/// Notes every letter that it is given, and fails as it is told.
final class DeskChannel: Channel {
    let takesIDsOnce: Bool
    private let failures: Mutex<[ChannelFailure]>
    private let kept = Mutex<[Letter]>([])

    /// - Parameter failures: Of the first calls, in order; the letter is noted all the same.
    init(takesIDsOnce: Bool = true, failures: [ChannelFailure] = []) {
        self.takesIDsOnce = takesIDsOnce
        self.failures = Mutex(failures)
    }

    var letters: [Letter] { kept.withLock { $0 } }

    func send(_ letter: Letter, to address: String, by deadline: ContinuousClock.Instant) throws(ChannelFailure) {
        kept.withLock { $0.append(letter) }
        if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
    }
}
