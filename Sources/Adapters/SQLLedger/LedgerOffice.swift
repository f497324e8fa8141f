import Postgres

/// What the owner of a ledger does: makes it, looks at it, closes periods.
package struct LedgerOffice: Sendable {
    private let settings: PostgresSettings

    /// - Parameter url: Of a login that owns the ledger, or is about to.
    package init(url: String) {
        var settings = PostgresSettings(url: url)
        settings.applicationName = "payables ledger"
        self.settings = settings
    }

    /// Makes the tables, once.
    /// - Parameter login: Who will book; given the right to. `nil` = the login of the address.
    /// - Returns: `false` when they are there already.
    /// - Throws: ``LedgerOfficeError`` or ``PostgresError`` or ``TransactionError``. Doing it again goes on.
    package func make(login: String? = nil) async throws -> Bool {
        try await open { connection in
            let isNew = try await connection.execute(HasLedger()).first != true
            if isNew {
                try await Self.makeRole(connection)
                try await Self.makeTables(connection)
            } else {
                try await Self.check(connection)
            }
            try await Self.give(login.map(Self.grant) ?? Self.grantOwn, connection)
            return isNew
        }
    }

    package func periods() async throws -> [LedgerPeriod] {
        try await open { try await $0.execute(ListPeriods()) }
    }

    /// Opens or closes a period, and makes it when it is new. Waits for bookings that are under way in it.
    package func write(_ period: LedgerPeriod) async throws {
        _ = try await open { try await $0.pipeline([WritePeriod(period: period)]) }
    }

    private func open<Value: Sendable>(_ body: @Sendable (PostgresConnection) async throws -> Value) async throws
        -> Value
    {
        let connection = try await PostgresConnection.open(settings)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    static func check(_ connection: PostgresConnection) async throws {
        let edition = try await connection.execute(ReadEdition()).first ?? 0
        guard edition == LedgerSchema.edition else {
            throw LedgerOfficeError(
                "the ledger's tables are of edition \(edition) and this program knows \(LedgerSchema.edition): "
                    + "install the payables that made them, or a newer one")
        }
    }

    private static func makeTables(_ connection: PostgresConnection) async throws {
        try await connection.transaction { transaction in
            try await transaction.script(LedgerSchema.sql)
            try await transaction.pipeline(
                LedgerCurrencies.all.map { WriteCurrency(code: $0.code, digits: $0.minorDigits) })
        }
    }

    /// Roles belong to the whole server: another ledger's grant of the same role can meet this one.
    private static func give(_ grant: String, _ connection: PostgresConnection, attempts: Int = 5) async throws {
        do throws(PostgresError) { try await connection.script(grant) } catch {
            guard error.kind == .uniqueViolation || error.sqlState == "XX000", attempts > 1 else { throw error }
            try await give(grant, connection, attempts: attempts - 1)
        }
    }

    private static func makeRole(_ connection: PostgresConnection) async throws {
        if try await connection.execute(HasRole(name: LedgerSchema.role)).first == true { return }
        do throws(PostgresError) {
            try await connection.script("CREATE ROLE \(LedgerSchema.role) NOLOGIN NOSUPERUSER NOBYPASSRLS")
        } catch {
            // Somebody else made it at this moment.
            if error.sqlState == "42710" || error.kind == .uniqueViolation { return }
            guard error.kind == .permission else { throw error }
            throw LedgerOfficeError(
                "the role \(LedgerSchema.role) is missing and this login may not make it: as an administrator run "
                    + "CREATE ROLE \(LedgerSchema.role) NOLOGIN, then this again")
        }
    }

    private static func grant(_ login: String) -> String {
        let name = login.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        return "GRANT \(LedgerSchema.role) TO \"\(name)\""
    }

    /// A superuser needs no grant; others may give only what they administer.
    private static let grantOwn = """
        DO $$ BEGIN
            IF NOT pg_has_role(current_user, '\(LedgerSchema.role)', 'MEMBER') THEN
                EXECUTE format('GRANT \(LedgerSchema.role) TO %I', current_user);
            END IF;
        END $$
        """
}

/// Why a ledger cannot be used: what is wrong, and what to do.
package struct LedgerOfficeError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    /// The server was not reached, or is busy: it may be well in a moment.
    package var mayPass: Bool

    package init(_ message: String, mayPass: Bool = false) {
        self.message = message
        self.mayPass = mayPass
    }

    package var description: String { message }
}
