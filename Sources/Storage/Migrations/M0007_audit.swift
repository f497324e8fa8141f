extension Migration {
    /// The chain of blocks that seals events (docs/audit.md). An event stays a plain insert; who seals writes elsewhere.
    static let audit = Migration(
        number: 7, name: "audit",
        sql: """
            -- All events that are there get the number of this migration.
            ALTER TABLE case_event ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();
            CREATE INDEX case_event_transaction ON case_event (organisation_id, transaction, id);

            -- Time and transaction of an event are the server's, never what a program says.
            REVOKE INSERT ON case_event FROM payables_app;
            GRANT INSERT (organisation_id, case_id, kind, step, actor, words) ON case_event TO payables_app;

            CREATE TABLE audit_block (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                number bigint NOT NULL CHECK (number > 0),
                first bigint NOT NULL,
                last bigint NOT NULL CHECK (last = first + count - 1),
                count bigint NOT NULL CHECK (count > 0),
                root bytea NOT NULL CHECK (octet_length(root) = 32),
                previous bytea NOT NULL CHECK (octet_length(previous) = 32),
                cluster text NOT NULL,
                horizon xid8 NOT NULL,
                sealed timestamptz NOT NULL,
                digest bytea NOT NULL CHECK (octet_length(digest) = 32),
                PRIMARY KEY (organisation_id, number)
            );
            CREATE TABLE audit_position (
                organisation_id uuid NOT NULL,
                event_id bigint NOT NULL REFERENCES case_event (id),
                block bigint NOT NULL,
                index integer NOT NULL CHECK (index >= 0),
                leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
                PRIMARY KEY (organisation_id, event_id),
                UNIQUE (organisation_id, block, index),
                FOREIGN KEY (organisation_id, block) REFERENCES audit_block (organisation_id, number)
            );
            SELECT keep_apart('audit_block');
            SELECT keep_apart('audit_position');
            GRANT SELECT, INSERT ON audit_block, audit_position TO payables_app;

            CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit_block
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit_position
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON case_event
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_block
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit_position
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

            -- Until the end of the transaction: one sealer of an organisation at a time.
            CREATE FUNCTION lock_audit(the_organisation uuid) RETURNS void LANGUAGE sql AS $$
                SELECT pg_advisory_xact_lock(hashtextextended('payables audit ' || the_organisation, 0));
            $$;
            """)
}
