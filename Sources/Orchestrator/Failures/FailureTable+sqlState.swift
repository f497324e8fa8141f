extension FailureTable {
    /// PostgreSQL, Appendix A. The server rolls back before it reports an error, so only a lost connection leaves doubt
    /// about a commit; so does 57P01, which may end the wait for a standby after the commit.
    static let sqlState: [FailureRow] = [
        .init("08000", "connection_exception", .lost, "The database was not reached; check network and server."),
        .init(
            "08001", "sqlclient_unable_to_establish_sqlconnection", .transient,
            "No connection; check that the database runs."),
        .init("08003", "connection_does_not_exist", .lost, "The connection was closed before; a new one is opened."),
        .init(
            "08004", "sqlserver_rejected_establishment_of_sqlconnection", .transient,
            "The database takes no connections now."),
        .init("08006", "connection_failure", .lost, "The connection broke; a new one is opened."),
        .init("08007", "transaction_resolution_unknown", .unknowable, "The commit's answer is missing; read the rows."),
        .init(
            "08P01", "protocol_violation", .strange,
            "Something between us and the database spoils messages; check the pooler."),
        .init("08…", "connection exceptions", .lost, "Something is wrong with the connection to the database."),
        .init("0A000", "feature_not_supported", .bug, "The database is too old for this statement: open a ticket."),
        .init("21…", "cardinality violations", .bug, "A statement found more rows than it may: open a ticket."),
        .init(
            "22001", "string_data_right_truncation", .contract,
            "A text is longer than its column; shorten it or widen the column."),
        .init("22003", "numeric_value_out_of_range", .contract, "A number is too large for its column."),
        .init("22007", "invalid_datetime_format", .contract, "A date has a form that the database does not read."),
        .init(
            "22021", "character_not_in_repertoire", .contract, "A text holds characters that the column cannot keep."),
        .init("22P02", "invalid_text_representation", .contract, "A value has the wrong form for its column."),
        .init("22P05", "untranslatable_character", .contract, "A text holds characters that the database cannot keep."),
        .init("22…", "data exceptions", .contract, "A value does not fit its column; check the mapping of fields."),
        .init(
            "23502", "not_null_violation", .contract, "A value is missing that the table demands; check the mapping."),
        .init(
            "23503", "foreign_key_violation", .contract,
            "A row that is referred to does not exist; bring master data up to date."),
        .init("23505", "unique_violation", .business, "The record exists already; a person decides which one holds."),
        .init("23514", "check_violation", .contract, "A value breaks a rule of the table; check the mapping."),
        .init(
            "23P01", "exclusion_violation", .business, "The record overlaps another one; a person decides which holds."),
        .init("23…", "integrity constraint violations", .contract, "A record breaks a rule of the table."),
        .init("24…", "invalid cursor states", .bug, "A cursor was used wrongly: open a ticket."),
        .init(
            "25006", "read_only_sql_transaction", .transient,
            "This server is a standby now; the next try finds the primary."),
        .init("25P02", "in_failed_sql_transaction", .bug, "A statement followed a failed one: open a ticket."),
        .init(
            "25P03", "idle_in_transaction_session_timeout", .transient,
            "The transaction waited too long and was undone."),
        .init("25P04", "transaction_timeout", .transient, "The transaction took too long and was undone."),
        .init("25…", "invalid transaction states", .bug, "A transaction was used wrongly: open a ticket."),
        .init(
            "26000", "invalid_sql_statement_name", .transient,
            "A prepared statement is gone (pooler, restart); it is prepared anew."),
        .init(
            "28000", "invalid_authorization_specification", .security,
            "The database does not let this user in; check user and pg_hba.conf."),
        .init(
            "28P01", "invalid_password", .security,
            "The database's password is wrong; correct it before anything is tried again."),
        .init("28…", "invalid authorizations", .security, "The database refuses the login."),
        .init("3D000", "invalid_catalog_name", .contract, "The database named in the settings does not exist."),
        .init("3F000", "invalid_schema_name", .contract, "The schema does not exist; run the migrations."),
        .init("40001", "serialization_failure", .transient, "Two transactions met; run it again from its start."),
        .init("40002", "transaction_integrity_constraint_violation", .contract, "A rule was broken at the commit."),
        .init(
            "40003", "statement_completion_unknown", .unknowable,
            "The database cannot say whether it was done; read the rows."),
        .init("40P01", "deadlock_detected", .transient, "Two transactions waited for each other; run it again."),
        .init("40…", "transaction rollbacks", .transient, "The transaction was undone; run it again."),
        .init(
            "42501", "insufficient_privilege", .security,
            "The database user lacks a right; grant it, do not widen it for all."),
        .init("42601", "syntax_error", .bug, "A statement is wrong: open a ticket."),
        .init(
            "42703", "undefined_column", .bug,
            "Program and schema do not fit together; run the migrations, else a ticket."),
        .init(
            "42P01", "undefined_table", .bug,
            "Program and schema do not fit together; run the migrations, else a ticket."),
        .init(
            "42…", "syntax errors and broken access rules", .bug, "A statement does not fit the schema: open a ticket."),
        .init(
            "44000", "with_check_option_violation", .security,
            "A row belongs to another organisation; look at who asked for it."),
        .init("53000", "insufficient_resources", .transient, "The database is short of something; look at its server."),
        .init("53100", "disk_full", .transient, "The database's disk is full; make room soon."),
        .init("53200", "out_of_memory", .transient, "The database is short of memory."),
        .init(
            "53300", "too_many_connections", .throttled, "Too many connections; fewer workers or a larger limit help."),
        .init(
            "53400", "configuration_limit_exceeded", .throttled,
            "A limit of the database is reached; look at its settings."),
        .init("53…", "insufficient resources", .transient, "The database is short of something; look at its server."),
        .init("54…", "program limits exceeded", .contract, "A statement or value is larger than the database allows."),
        .init("55000", "object_not_in_prerequisite_state", .bug, "A step was taken out of order: open a ticket."),
        .init("55006", "object_in_use", .transient, "Somebody else uses it; the next try may find it free."),
        .init("55P03", "lock_not_available", .transient, "A lock was not free in time; the next try may get it."),
        .init("57014", "query_canceled", .transient, "The statement took too long or was stopped, and was undone."),
        .init("57P01", "admin_shutdown", .lost, "The database is being shut down or restarted."),
        .init("57P02", "crash_shutdown", .lost, "The database crashed and starts again."),
        .init("57P03", "cannot_connect_now", .transient, "The database is starting; wait."),
        .init("57P04", "database_dropped", .contract, "The database was deleted; correct the settings or restore it."),
        .init("57P05", "idle_session_timeout", .transient, "An unused connection was closed; a new one is opened."),
        .init("57…", "operator interventions", .lost, "Somebody intervened at the database."),
        .init("58030", "io_error", .lost, "The database's disk reports errors; have it looked at soon."),
        .init("58…", "system errors", .bug, "The database's server is damaged; call who runs it, and open a ticket."),
        .init(
            "P0001", "raise_exception", .business, "A rule inside the other database said no; its message tells why."),
        .init("XX000", "internal_error", .bug, "A fault inside the database: open a ticket with its log."),
        .init("XX001", "data_corrupted", .bug, "The database is damaged: stop writing, restore from backup."),
        .init("XX002", "index_corrupted", .bug, "An index is damaged: have it rebuilt (REINDEX)."),
    ]
}
