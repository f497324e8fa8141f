import Orchestrator
import Pipeline
import Postgres

extension SQLLedger {
    /// - Parameter wanted: A key, a case or an invoice's number; `nil` = all.
    /// - Returns: The latest first.
    package func entries(_ wanted: String? = nil, most: Int = 20) async throws -> [BookedEntry] {
        try await pool.withConnection { try await $0.execute(ListEntries(wanted: wanted, most: most)) }
    }

    /// Logs in, looks at the tables, books something and undoes it. Nothing is left behind, not even a number.
    /// - Throws: ``LedgerOfficeError`` naming the layer that fails, and what to do about it.
    package func test() async throws(LedgerOfficeError) {
        do {
            try await pool.withConnection { connection in
                guard try await connection.execute(HasLedger()).first == true else {
                    throw LedgerOfficeError("tables: the database has no ledger; payables ledger init makes one")
                }
                try await LedgerOffice.check(connection)
                try await Self.trial(connection)
            }
        } catch let error as LedgerOfficeError {
            throw error
        } catch let error as PostgresError {
            throw Self.told(error)
        } catch {
            throw LedgerOfficeError("booking: \(error)")
        }
    }

    private static func trial(_ connection: PostgresConnection) async throws {
        let key = "payables ledger test"
        let entry = LedgerEntry(
            caseID: CaseID(rawValue: "test"), document: "test", supplierID: "test", invoiceNumber: "test",
            invoiceDate: "2000-01-01", currency: "EUR", netTotal: "1.00", taxTotal: "0.19", grossTotal: "1.19",
            approvedBy: "nobody")
        try await connection.script("BEGIN")
        let answer: BookingAnswer?
        do {
            answer = try await connection.execute(PostEntry(key: key, entry: entry)).first
            try await connection.script("SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK")
        } catch {
            try? await connection.script("ROLLBACK")
            throw error
        }
        // A closed period or a currency that is not kept is an answer, too.
        guard let outcome = answer?.outcome, [.posted, .closed, .currency].contains(outcome) else {
            throw LedgerOfficeError("booking: a trial was refused (\(answer?.outcome.rawValue ?? "no answer"))")
        }
    }

    /// libpq's words name the host, and never the password.
    private static func told(_ error: PostgresError) -> LedgerOfficeError {
        let judged = Classification.of(.sqlState(error.ledgerState), duringEffect: false)
        let layer =
            switch (error.kind, error.sqlState) {
            case (.unavailable, nil) where error.message.contains("could not translate host name"): "name of the host"
            case (.unavailable, nil) where error.message.contains("does not exist"): "database"
            case (.unavailable, _), (.connectionLost, _), (.outOfResources, _), (.timeout, _): "connection"
            case (.permission, "42501"): "rights"
            case (.permission, _): "login"
            case (_, "22023"), (_, "42704"): "role"
            default: "tables"
            }
        let hint =
            layer == "role"
            ? "The role \(LedgerSchema.role) is missing: payables ledger init makes it." : judged.hint
        let words = error.message.split(whereSeparator: \.isNewline).joined(separator: " ")
        let isAway = judged.kind == .transient || judged.kind == .throttled
        return LedgerOfficeError("\(layer): \(words). \(hint)", mayPass: isAway && layer != "database")
    }
}
