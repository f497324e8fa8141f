/// Where the database is and how long to wait for it.
package struct PostgresSettings: Sendable {
    /// A URL or a list of `key=value` as libpq takes it (PostgreSQL manual, 34.1.1). May hold a password: not for logs.
    package var url: String
    /// Seconds, 2 or more.
    package var connectTimeout = 10
    /// Milliseconds that one statement may take; nil asks nothing, so the server's own setting holds.
    package var statementTimeout: Int?
    /// Milliseconds that a transaction may wait for us before the server ends it with its locks: a program that is frozen
    /// or cut off must not hold up others. Nil asks nothing.
    package var idleTransactionTimeout: Int?
    /// The role to become after the login; nil keeps that of the login.
    package var role: String?
    /// Seen in `pg_stat_activity`.
    package var applicationName = "payables"

    package init(url: String, statementTimeout: Int? = nil, role: String? = nil) {
        self.url = url
        self.statementTimeout = statementTimeout
        self.role = role
    }

    /// A later keyword holds against an earlier one, and `dbname` is opened up as URL where it stands first.
    var keywords: [(String, String)] {
        [
            ("dbname", url), ("connect_timeout", String(connectTimeout)), ("application_name", applicationName),
            ("client_encoding", "UTF8"), ("keepalives", "1"), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "60000"),
        ]
    }

    /// Run first on every connection. Dates are read in these formats (``Timestamp``).
    var greeting: [String] {
        var lines = ["SET TimeZone = 'UTC'", "SET DateStyle = 'ISO'", "SET bytea_output = 'hex'"]
        if let statementTimeout { lines.append("SET statement_timeout = \(statementTimeout)") }
        if let idleTransactionTimeout {
            lines.append("SET idle_in_transaction_session_timeout = \(idleTransactionTimeout)")
        }
        if let role {
            lines.append(
                "SET ROLE \"" + role.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                    + "\"")
        }
        return lines
    }
}
