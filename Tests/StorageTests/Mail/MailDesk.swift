import Crypto
import Foundation
import Mailroom
import Orchestrator
import Postgres
import Storage
import Support
import TestDatabases

/// A migrated database with two organisations, and what mails lead to.
struct MailDesk: Sendable {
    let cases: CaseDatabase
    let store: PostgresMailStore

    init(size: Int = 10) async throws {
        cases = try await CaseDatabase(size: size)
        store = PostgresMailStore(cases.pool)
    }

    var mine: OrganisationID { cases.organisations[0] }

    var suite: MailStoreConformance {
        MailStoreConformance(
            store,
            MailStoreConformance.Desk(
                organisations: cases.organisations, cases: cases.store, id: Self.id,
                now: { Moment(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
                pass: { try await Task.sleep(for: $0) }, deliver: { [self] in try await deliver($0) },
                delivery: { [self] in try await delivery($0, of: $1) }))
    }

    static let id: @Sendable (String) -> CaseID = { CaseID(name: $0, sha256: "", digest: MailDesk.digest) }
    static let digest: @Sendable (Data) -> String = { bytes in
        SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    }

    func deliver(_ organisation: OrganisationID) async throws -> Int64 {
        try await inside(organisation) { try await $0.execute(AddDelivery(organisation: organisation)) }.first ?? 0
    }

    func delivery(_ number: Int64, of organisation: OrganisationID) async throws -> String {
        try await inside(organisation) { try await $0.execute(ReadDelivery(number: number)) }.first ?? ""
    }

    func inside<Value: Sendable>(
        _ organisation: OrganisationID, _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        guard let id = UUID(uuidString: organisation.rawValue) else { throw CancellationError() }
        return try await cases.pool.withOrganisation(id, body)
    }

    /// As a superuser, whom neither row security nor triggers bind.
    func tamper(_ sql: String) async throws {
        let admin = try await cases.database.connect(.admin)
        try await admin.script("SET session_replication_role = replica; \(sql)")
        await admin.close()
    }

    func close() async { await cases.pool.close() }
}

private struct AddDelivery: Statement {
    static let sql = """
        INSERT INTO delivery (organisation_id, key, recipient, channel, state, due)
        VALUES ($1, gen_random_uuid()::text, 'A01', 'mail', 'sent', now()) RETURNING number
        """
    var organisation: OrganisationID
    var bindings: [PostgresValue] { [.text(organisation.rawValue)] }
    static func decode(_ row: RowView) throws(PostgresError) -> Int64 { Int64(try row.int(0)) }
}

private struct ReadDelivery: Statement {
    static let sql = "SELECT concat_ws(': ', state, nullif(reason, '')) FROM delivery WHERE number = $1"
    var number: Int64
    var bindings: [PostgresValue] { [.int(Int(number))] }
    static func decode(_ row: RowView) throws(PostgresError) -> String { try row.text(0) }
}
